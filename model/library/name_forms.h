#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.h"

namespace molloquy::library {

/// How names are compared: Unicode's compatibility form without case and diacritics, one blank
/// between words. "  Acétone " -> "acetone".
std::string normalName(std::string_view name);

/// `text` as UTF-8 that every store takes: U+FFFD in place of bytes that are none, and of zeros.
std::string asUtf8(std::string_view text);

/// The words of `text`: runs of letters and digits.
std::vector<std::string> wordsOf(std::string_view text);

/// Words that have to stand together.
struct Phrase {
  std::vector<std::string> words;  ///< at least one.
  bool isBeginning = false;        ///< the last word may go on.
};
/// What a person types to find texts: all phrases have to be there; quotes keep words together,
/// * ends a beginning. Errors: InvalidInput (no word in it, a quote left open).
Result<std::vector<Phrase>> phrasesOf(std::string_view text);

/// The words of `text` for the full-text index of names: all but the last whole, the last as a
/// beginning. Empty when there is no word in it.
std::string nameWordsQuery(std::string_view text);
/// phrasesOf() for the full-text index of texts. Errors: those of phrasesOf.
Result<std::string> textWordsQuery(std::string_view text);

/// The first string after all that begin with `beginning`, for ranges of an index.
std::string afterBeginning(std::string_view beginning);

/// Whether `text` may be the beginning of an InChIKey: "BSYNRYMUTXBXSQ", "BSYNRYMUTXBXSQ-UHFF".
bool beginsLikeInchiKey(std::string_view text);
/// Whether `text` may be the beginning of a formula: "C9H8".
bool beginsLikeFormula(std::string_view text);

}  // namespace molloquy::library
