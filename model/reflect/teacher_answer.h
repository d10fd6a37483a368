#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace molloquy::reflect {

/// One object of a teacher's answer, as it says it.
struct ProposedAlignment {
  std::string phrase;  ///< "phrase" or "feature".
  std::string group;   ///< id of a group that it was shown, or empty.
  std::string smarts;  ///< or empty.
  std::string hint;    ///< or empty.
};

/// Reads the JSON array out of an answer, whatever stands around it: code fences, sentences, one
/// object instead of an array, an object that holds the array, an array that was cut off (its whole
/// objects count). Objects without a phrase are passed over, strings over 500 bytes too; at most 64
/// objects are read, and 64 KiB of text.
/// returns nothing when there is no such object at all.
std::vector<ProposedAlignment> readTeacherAnswer(std::string_view answer);

}  // namespace molloquy::reflect
