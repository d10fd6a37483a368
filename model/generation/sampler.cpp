#include "model/generation/sampler.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>

#include "model/generation/logit_rules.h"

namespace molloquy::generation {
namespace {

/// Hands out tokens from likely to unlikely, equal logits in order of id, sorting no more of them
/// than are asked for.
class LikelyFirst {
  [[nodiscard]] auto less() const {
    return [this](std::size_t a, std::size_t b) {
      return m_logits[a] != m_logits[b] ? m_logits[a] < m_logits[b] : a > b;
    };
  }

 public:
  explicit LikelyFirst(std::span<const float> logits) : m_logits(logits) {
    for (std::size_t i = 0; i < logits.size(); ++i) {
      if (logits[i] > -std::numeric_limits<float>::infinity()) m_heap.push_back(i);
    }
    std::make_heap(m_heap.begin(), m_heap.end(), less());
  }
  [[nodiscard]] bool isEmpty() const { return m_heap.empty(); }
  std::size_t next() {
    std::pop_heap(m_heap.begin(), m_heap.end(), less());
    const std::size_t token = m_heap.back();
    m_heap.pop_back();
    return token;
  }

 private:
  std::span<const float> m_logits;
  std::vector<std::size_t> m_heap;
};

}  // namespace

TokenId Sampler::next(std::span<float> logits, std::span<const TokenId> history,
                      std::span<const TokenId> banned) {
  assert(!logits.empty());
  penalise(logits, history, m_options.repetitionPenalty, Scale::Logits);
  ban(logits, banned);
  const auto best = std::max_element(logits.begin(), logits.end());
  if (m_options.temperature <= 0.0)
    return TokenId(static_cast<std::int32_t>(best - logits.begin()));

  const auto weightOf = [&, largest = *best](std::size_t token) {
    return std::exp(static_cast<double>(logits[token] - largest) / m_options.temperature);
  };
  // 1. The top-k, and the share of the nucleus in their mass.
  LikelyFirst order(logits);
  const std::size_t most =
      m_options.topK > 0 ? static_cast<std::size_t>(m_options.topK) : logits.size();
  std::vector<std::size_t> tokens;
  std::vector<double> weights;
  double total = 0.0;
  if (most < logits.size()) {
    while (tokens.size() < most && !order.isEmpty()) {
      tokens.push_back(order.next());
      weights.push_back(weightOf(tokens.back()));
      total += weights.back();
    }
  } else {
    for (std::size_t token = 0; token < logits.size(); ++token) total += weightOf(token);
  }
  // 2. The nucleus: candidates until their share reaches top-p, the crossing one included; of it
  // those that min-p leaves. The likeliest always stays.
  std::size_t kept = 0;
  double mass = 0.0;
  double left = 0.0;
  while (kept == 0 || mass < m_options.topP * total) {
    if (kept == tokens.size()) {
      if (most < logits.size() || order.isEmpty()) break;
      tokens.push_back(order.next());
      weights.push_back(weightOf(tokens.back()));
    }
    if (kept > 0 && weights[kept] < m_options.minP) break;
    mass += weights[kept++];
  }
  // 3. Draw.
  left = uniform() * mass;
  for (std::size_t i = 0; i < kept; ++i) {
    left -= weights[i];
    if (left < 0.0) return TokenId(static_cast<std::int32_t>(tokens[i]));
  }
  return TokenId(static_cast<std::int32_t>(tokens.front()));
}

double Sampler::uniform() {
  // 53 bits, the same on every standard library.
  return static_cast<double>(m_generator() >> 11) * 0x1.0p-53;
}

}  // namespace molloquy::generation
