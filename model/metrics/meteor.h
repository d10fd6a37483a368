#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "model/metrics/wordnet.h"

namespace molloquy::metrics {

/// Numbers of the formula. Source: Lavie and Agarwal, METEOR, 2007; NLTK's defaults.
struct MeteorWeights {
  double alpha = 0.9;  ///< weight of recall against precision.
  double beta = 3.0;   ///< shape of the penalty for scattered matches.
  double gamma = 0.5;  ///< its largest value.
};

/// Which token of a text stands for which of its reference, by place in the text.
using TokenMatches = std::vector<std::pair<std::size_t, std::size_t>>;

/// Matches equal tokens, then equal stems, then stems where the text's has the reference's among
/// its synonyms; each step from the last token to the first, taking the last one that is free.
/// Source: NLTK 3.8, translate/meteor_score.py, align_words.
TokenMatches matchTokens(std::span<const std::string> reference, std::span<const std::string> text,
                         const WordNet& wordNet);

/// METEOR of one text against one reference, in [0, 1]; letters are made small first. 0 where
/// nothing matches.
double meteor(std::span<const std::string> reference, std::span<const std::string> text,
              const WordNet& wordNet, const MeteorWeights& weights = {});

}  // namespace molloquy::metrics
