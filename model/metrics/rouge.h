#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace molloquy::metrics {

/// F-measures of one text, in [0, 1].
struct Rouge {
  double rouge1 = 0.0;  ///< single words
  double rouge2 = 0.0;  ///< pairs of neighbouring words
  double rougeL = 0.0;  ///< longest common subsequence
};

/// Words as ROUGE compares them: small letters, everything but a-z and 0-9 a gap.
/// Source: rouge_score 0.1.2, tokenize.py, without stemmer.
std::vector<std::string> rougeWords(std::string_view utf8);

/// Of two lists of words; 0 where one of them has nothing to compare.
/// Source: Lin, ROUGE, 2004; rouge_score 0.1.2, rouge_scorer.py.
Rouge rougeOf(std::span<const std::string> reference, std::span<const std::string> text);

}  // namespace molloquy::metrics
