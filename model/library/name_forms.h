#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/base/result.h"

namespace molloquy::library {

/// How names are compared: Unicode's compatibility form without case and diacritics, one blank
/// between words. "  Acétone " -> "acetone".
std::string normalName(std::string_view name);

/// The words of `text` for the full-text index of names: all but the last whole, the last as a
/// beginning. Empty when there is no word in it.
std::string nameWordsQuery(std::string_view text);
/// What a person types to find texts, for their full-text index: all words; quotes keep words
/// together, * ends a beginning. Errors: InvalidInput (no word in it, a quote left open).
Result<std::string> textWordsQuery(std::string_view text);

/// The first string after all that begin with `beginning`, for ranges of an index.
std::string afterBeginning(std::string_view beginning);

/// Whether `text` may be the beginning of an InChIKey: "BSYNRYMUTXBXSQ", "BSYNRYMUTXBXSQ-UHFF".
bool beginsLikeInchiKey(std::string_view text);
/// Whether `text` may be the beginning of a formula: "C9H8".
bool beginsLikeFormula(std::string_view text);

}  // namespace molloquy::library
