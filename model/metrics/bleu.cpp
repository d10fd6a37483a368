#include "model/metrics/bleu.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <unordered_map>
#include <vector>

#include "model/text/unicode.h"

namespace molloquy::metrics {
namespace {

using Gram = std::array<std::int32_t, BleuCounts::kOrders>;

/// All n-grams of a text, sorted; places behind n are 0.
std::vector<Gram> sortedGrams(std::span<const std::int32_t> tokens, std::size_t n) {
  std::vector<Gram> grams;
  if (tokens.size() < n) return grams;
  grams.reserve(tokens.size() - n + 1);
  for (std::size_t begin = 0; begin + n <= tokens.size(); ++begin) {
    Gram gram{};
    std::copy_n(tokens.begin() + static_cast<std::ptrdiff_t>(begin), n, gram.begin());
    grams.push_back(gram);
  }
  std::sort(grams.begin(), grams.end());
  return grams;
}

/// Size of the intersection of two sorted bags.
std::int64_t commonOf(const std::vector<Gram>& first, const std::vector<Gram>& second) {
  std::int64_t common = 0;
  for (auto a = first.begin(), b = second.begin(); a != first.end() && b != second.end();) {
    if (*a < *b) {
      ++a;
    } else if (*b < *a) {
      ++b;
    } else {
      ++common, ++a, ++b;
    }
  }
  return common;
}

BleuCounts countsOf(std::span<const std::int32_t> reference, std::span<const std::int32_t> text) {
  BleuCounts counts;
  counts.length = static_cast<std::int64_t>(text.size());
  counts.referenceLength = static_cast<std::int64_t>(reference.size());
  for (std::size_t n = 1; n <= BleuCounts::kOrders; ++n) {
    const std::vector<Gram> grams = sortedGrams(text, n);
    counts.written[n - 1] = std::max<std::int64_t>(1, static_cast<std::int64_t>(grams.size()));
    counts.matches[n - 1] = commonOf(grams, sortedGrams(reference, n));
  }
  return counts;
}

}  // namespace

BleuCounts& BleuCounts::operator+=(const BleuCounts& other) {
  for (std::size_t n = 0; n < kOrders; ++n) {
    matches[n] += other.matches[n];
    written[n] += other.written[n];
  }
  length += other.length;
  referenceLength += other.referenceLength;
  return *this;
}

BleuCounts bleuCounts(std::span<const std::string> reference, std::span<const std::string> text) {
  std::unordered_map<std::string_view, std::int32_t> numbers;
  const auto numbered = [&](std::span<const std::string> tokens) {
    std::vector<std::int32_t> result;
    result.reserve(tokens.size());
    for (const std::string& token : tokens) {
      const auto next = static_cast<std::int32_t>(numbers.size());
      result.push_back(numbers.try_emplace(token, next).first->second);
    }
    return result;
  };
  const std::vector<std::int32_t> referenceNumbers = numbered(reference);
  return countsOf(referenceNumbers, numbered(text));
}

BleuCounts characterBleuCounts(std::string_view reference, std::string_view text) {
  return countsOf(text::codePoints(reference), text::codePoints(text));
}

double corpusBleu(const BleuCounts& sum, std::size_t order) {
  assert(order >= 1 && order <= BleuCounts::kOrders);
  if (sum.matches[0] == 0) return 0.0;
  double logarithm = 0.0;
  for (std::size_t n = 0; n < order; ++n) {
    const double precision = sum.matches[n] == 0 ? std::numeric_limits<double>::min()
                                                 : static_cast<double>(sum.matches[n]) /
                                                       static_cast<double>(sum.written[n]);
    logarithm += std::log(precision) / static_cast<double>(order);
  }
  const auto length = static_cast<double>(sum.length);
  const auto reference = static_cast<double>(sum.referenceLength);
  const double brevity =
      sum.length > sum.referenceLength ? 1.0 : std::exp(1.0 - reference / length);
  return brevity * std::exp(logarithm);
}

}  // namespace molloquy::metrics
