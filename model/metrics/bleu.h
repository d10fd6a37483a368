#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace molloquy::metrics {

/// Counts of a text against its reference, summed over the rows of a corpus before BLEU is taken.
struct BleuCounts {
  static constexpr std::size_t kOrders = 4;
  std::array<std::int64_t, kOrders> matches{};  ///< n-grams of both texts, n = 1..4, clipped.
  std::array<std::int64_t, kOrders> written{};  ///< n-grams of the text; at least 1.
  std::int64_t length = 0;
  std::int64_t referenceLength = 0;

  BleuCounts& operator+=(const BleuCounts& other);
};

/// Counts of one text with one reference, a token per element.
BleuCounts bleuCounts(std::span<const std::string> reference, std::span<const std::string> text);

/// The same with single characters (Unicode code points) as tokens, as SMILES are compared.
BleuCounts characterBleuCounts(std::string_view reference, std::string_view text);

/// Corpus BLEU over n-grams up to `order` with equal weights and without smoothing, in [0, 1].
///
/// An order without a match counts as the smallest positive double, so that the figure is almost
/// 0; no match of single tokens gives 0. order in [1, 4].
/// Source: Papineni et al., BLEU, ACL 2002; behaviour of NLTK 3.8, translate/bleu_score.py,
/// corpus_bleu with one reference.
double corpusBleu(const BleuCounts& sum, std::size_t order);

}  // namespace molloquy::metrics
