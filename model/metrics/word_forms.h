#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace molloquy::metrics {

enum class PartOfSpeech { Noun, Verb, Adjective, Adverb };

/// Irregular forms and the words they belong to ("oxen" -> "ox").
using IrregularForms = std::unordered_map<std::string, std::vector<std::string>>;

/// Reads an exception list (noun.exc, ...): a form and its words a line; a later line of the same
/// form counts. Source: wndb(5WN), "Exception List File Format".
IrregularForms readIrregularForms(std::string_view text);

/// Dictionary words that a form may stand for, without doubles: the listed ones of an irregular
/// form, else the form itself and what is left when an ending is replaced, as often as it takes to
/// find one. Forms over 256 bytes have none.
/// isWord  whether the dictionary has a word as this part of speech.
/// Source: morphy(7WN); NLTK 3.8, corpus/reader/wordnet.py, _morphy.
std::vector<std::string> dictionaryForms(const std::string& form, PartOfSpeech part,
                                         const IrregularForms& irregular,
                                         const std::function<bool(const std::string&)>& isWord);

}  // namespace molloquy::metrics
