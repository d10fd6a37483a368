#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/align/alignment_record.h"
#include "model/align/lexicon.h"

namespace molloquy::align {

/// A place in a text that the lexicon knows, before any molecule is looked at.
struct Proposal {
  std::size_t entry = 0;  ///< index into Lexicon::entries().
  std::size_t begin = 0;  ///< bytes.
  std::size_t end = 0;
  Clause clause = Clause::Other;
  std::optional<int> count;  ///< "two", "di", "no": how many the text claims.
};

/// Phrases of a text in text order; of overlapping ones the longest stays, then the one whose entry
/// comes first. Texts over 20,000 bytes are read up to there.
/// Source: molreflect.md 7.1.
std::vector<Proposal> proposePhrases(std::string_view text, const Lexicon& lexicon);

/// What a numeral word or prefix says: "two" and "di" are 2, "14" is 14, "no" is 0.
std::optional<int> numeralValue(std::string_view word);

}  // namespace molloquy::align
