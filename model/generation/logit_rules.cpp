#include "model/generation/logit_rules.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace molloquy::generation {
namespace {

constexpr float kNever = -std::numeric_limits<float>::infinity();

/// exp(x) for x <= 0, relative error below 2e-7; 1.6e-38 below -87.
///
/// OPTIMIZATION: std::exp is a call for each number; these few operations become vector code, and
/// five beams over 32000 tokens need 160000 of them a step.
inline float expOfNegative(float x) {
  constexpr float kLog2E = 1.44269504F;
  constexpr float kLn2High = 0.693359375F;
  constexpr float kLn2Low = -2.12194440e-4F;
  constexpr float kRound = 12582912.0F;  // 1.5 * 2^23: adding it rounds to a whole number
  const float bounded = std::max(x, -87.0F);
  const float shifted = bounded * kLog2E + kRound;
  const float whole = shifted - kRound;
  const float r = (bounded - whole * kLn2High) - whole * kLn2Low;  // |r| <= ln(2) / 2
  float p = 1.0F / 5040.0F;
  p = p * r + 1.0F / 720.0F;
  p = p * r + 1.0F / 120.0F;
  p = p * r + 1.0F / 24.0F;
  p = p * r + 1.0F / 6.0F;
  p = p * r + 0.5F;
  p = p * r + 1.0F;
  p = p * r + 1.0F;
  // The low bits of `shifted` are the whole number: into the exponent of a float.
  const auto bits = (std::bit_cast<std::uint32_t>(shifted) + 127U) << 23U;
  return p * std::bit_cast<float>(bits);
}

/// Partial results side by side, so that the compiler may compute them together.
constexpr std::size_t kLanes = 16;

float largestOf(std::span<const float> numbers) {
  std::array<float, kLanes> partial;
  partial.fill(kNever);
  std::size_t i = 0;
  for (; i + kLanes <= numbers.size(); i += kLanes) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      partial[lane] = numbers[i + lane] > partial[lane] ? numbers[i + lane] : partial[lane];
    }
  }
  for (; i < numbers.size(); ++i) partial[0] = std::max(partial[0], numbers[i]);
  return *std::max_element(partial.begin(), partial.end());
}

}  // namespace

void penalise(std::span<float> scores, std::span<const TokenId> used, double penalty, Scale scale) {
  if (penalty == 1.0) return;
  std::vector<TokenId> tokens(used.begin(), used.end());
  std::sort(tokens.begin(), tokens.end());
  tokens.erase(std::unique(tokens.begin(), tokens.end()), tokens.end());
  for (const TokenId id : tokens) {
    const auto index = static_cast<std::size_t>(id.value);
    if (index >= scores.size()) continue;
    const float score = scores[index];
    const bool multiply = scale == Scale::LogProbabilities || score < 0;
    scores[index] = static_cast<float>(multiply ? score * penalty : score / penalty);
  }
}

void ban(std::span<float> scores, std::span<const TokenId> tokens) {
  for (const TokenId id : tokens) {
    if (static_cast<std::size_t>(id.value) < scores.size()) {
      scores[static_cast<std::size_t>(id.value)] = kNever;
    }
  }
}

double sumOfExponentials(std::span<const float> numbers, float largest, double scale) {
  // Blocks keep the partial sums small enough for float.
  constexpr std::size_t kBlock = 1024;
  const auto factor = static_cast<float>(scale);
  double sum = 0.0;
  for (std::size_t begin = 0; begin < numbers.size(); begin += kBlock) {
    const std::size_t end = std::min(begin + kBlock, numbers.size());
    std::array<float, kLanes> partial{};
    std::size_t i = begin;
    for (; i + kLanes <= end; i += kLanes) {
      for (std::size_t lane = 0; lane < kLanes; ++lane) {
        partial[lane] += expOfNegative((numbers[i + lane] - largest) * factor);
      }
    }
    for (; i < end; ++i) partial[0] += expOfNegative((numbers[i] - largest) * factor);
    for (const float part : partial) sum += part;
  }
  return sum;
}

void logSoftmax(std::span<float> logits) {
  if (logits.empty()) return;
  const float largest = largestOf(logits);
  const auto shift = static_cast<float>(std::log(sumOfExponentials(logits, largest, 1.0)));
  for (float& logit : logits) logit = (logit - largest) - shift;
}

bool contains(std::span<const TokenId> tokens, TokenId token) {
  return std::find(tokens.begin(), tokens.end(), token) != tokens.end();
}

}  // namespace molloquy::generation
