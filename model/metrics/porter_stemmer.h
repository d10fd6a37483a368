#pragma once

#include <string>
#include <string_view>

namespace molloquy::metrics {

/// The stem of a word in small letters ("oxidised" -> "oxidis").
///
/// Porter's algorithm with the deviations of NLTK, whose METEOR compares stems: short words in
/// -ies and -ied, y after vowels, -alli, -fulli and -logi, a list of irregular words. libstemmer
/// follows Porter's own page and differs on one word of a hundred, so it cannot stand in.
/// Source: Porter, Program 14 (1980) 130; NLTK 3.8, stem/porter.py, NLTK_EXTENSIONS.
std::string porterStem(std::string_view utf8);

}  // namespace molloquy::metrics
