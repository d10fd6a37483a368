#include "model/molm/sampler.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>

namespace molloquy::molm {
namespace {

constexpr float kNever = -std::numeric_limits<float>::infinity();

/// Each token that occurs is penalised once, however often it occurs.
void penalise(std::span<float> logits, std::span<const TokenId> history, double penalty) {
  if (penalty == 1.0) return;
  for (const TokenId id : std::set<TokenId>(history.begin(), history.end())) {
    float& logit = logits[static_cast<std::size_t>(id.value)];
    logit = static_cast<float>(logit < 0 ? logit * penalty : logit / penalty);
  }
}

}  // namespace

TokenId Sampler::next(std::span<float> logits, std::span<const TokenId> history,
                      std::span<const TokenId> banned) {
  assert(!logits.empty());
  penalise(logits, history, m_options.repetitionPenalty);
  for (const TokenId id : banned) logits[static_cast<std::size_t>(id.value)] = kNever;
  const auto best = std::max_element(logits.begin(), logits.end());
  if (m_options.temperature <= 0.0)
    return TokenId(static_cast<std::int32_t>(best - logits.begin()));

  // 1. Candidates from likely to unlikely; equal logits in order of id.
  std::vector<std::size_t> order(logits.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return logits[a] > logits[b]; });
  if (m_options.topK > 0 && static_cast<std::size_t>(m_options.topK) < order.size()) {
    order.resize(static_cast<std::size_t>(m_options.topK));
  }
  // 2. Their probabilities.
  std::vector<double> weights(order.size());
  double total = 0.0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    weights[i] = std::exp(static_cast<double>(logits[order[i]] - *best) / m_options.temperature);
    total += weights[i];
  }
  // 3. The nucleus: candidates until their share reaches top-p, the crossing one included.
  std::size_t kept = 0;
  double mass = 0.0;
  while (kept < order.size() && (kept == 0 || mass < m_options.topP * total))
    mass += weights[kept++];
  // 4. Draw.
  double left = uniform() * mass;
  for (std::size_t i = 0; i < kept; ++i) {
    left -= weights[i];
    if (left < 0.0) return TokenId(static_cast<std::int32_t>(order[i]));
  }
  return TokenId(static_cast<std::int32_t>(order.front()));
}

double Sampler::uniform() {
  // 53 bits, the same on every standard library.
  return static_cast<double>(m_generator() >> 11) * 0x1.0p-53;
}

}  // namespace molloquy::molm
