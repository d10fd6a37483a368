#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace molloquy::metrics {

/// Where the meanings of a word stand in a data file: byte offsets, in the order of the index.
/// index   content of an index file (index.noun, ...), sorted by its words.
/// Empty for words that are not in the index and for lines that cannot be read.
/// Source: wndb(5WN), "Index File Format".
std::vector<std::size_t> meaningOffsets(std::string_view index, std::string_view word);
/// Whether the index has the word.
bool hasWord(std::string_view index, std::string_view word);

/// The words of one meaning as written ("Hg", "come_up"), marks like "(a)" cut.
/// data    content of a data file (data.noun, ...).
/// Empty when no meaning begins at the offset. The views point into data.
/// Source: wndb(5WN), "Data File Format".
std::vector<std::string_view> wordsOfMeaning(std::string_view data, std::size_t offset);

}  // namespace molloquy::metrics
