#include "model/generation/sampler.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "model/generation/logit_rules.h"

namespace molloquy::generation {
namespace {

/// Hands out tokens from likely to unlikely, equal logits in order of id.
///
/// OPTIMIZATION: a draw looks at few of a hundred thousand tokens. Only those above a bar are
/// ordered at all; it falls when they are used up.
class LikelyFirst {
 public:
  /// step  how far the bar falls at first.
  LikelyFirst(std::span<const float> logits, float largest, double step)
      : m_logits(logits), m_largest(largest), m_step(step) {}

  [[nodiscard]] bool isEmpty() {
    while (m_heap.empty() && m_bar > kNever) lowerBar();
    return m_heap.empty();
  }
  /// Precondition: !isEmpty().
  std::size_t next() {
    std::pop_heap(m_heap.begin(), m_heap.end(), Less{m_logits});
    const std::size_t token = m_heap.back();
    m_heap.pop_back();
    return token;
  }

 private:
  static constexpr float kNever = -std::numeric_limits<float>::infinity();
  struct Less {
    std::span<const float> logits;
    bool operator()(std::size_t a, std::size_t b) const {
      return logits[a] != logits[b] ? logits[a] < logits[b] : a > b;
    }
  };

  void lowerBar() {
    constexpr int kFalls = 4;  // then to the ground
    const float above = m_bar;
    m_bar = ++m_falls > kFalls ? kNever : m_largest - static_cast<float>(m_step);
    m_step *= 2.0;
    for (std::size_t i = 0; i < m_logits.size(); ++i) {
      if (m_logits[i] < above && m_logits[i] >= m_bar && m_logits[i] > kNever) m_heap.push_back(i);
    }
    std::make_heap(m_heap.begin(), m_heap.end(), Less{m_logits});
  }

  std::span<const float> m_logits;
  float m_largest;
  double m_step;
  int m_falls = 0;
  float m_bar = std::numeric_limits<float>::infinity();
  std::vector<std::size_t> m_heap;
};

/// The tokens that may be drawn and their weights (the likeliest has 1), as far as looked at.
class Candidates {
 public:
  Candidates(std::span<const float> logits, float largest, const SamplerOptions& options)
      : m_logits(logits),
        m_largest(largest),
        m_temperature(options.temperature),
        m_most(options.topK > 0 ? static_cast<std::size_t>(options.topK) : logits.size()),
        m_order(logits, largest, kFirstFall * options.temperature) {}

  /// Whether there is an i-th; 0 always is.
  bool has(std::size_t i) {
    while (m_tokens.size() <= i && m_tokens.size() < m_most && !m_order.isEmpty()) {
      m_tokens.push_back(m_order.next());
      m_weights.push_back(
          std::exp(static_cast<double>(m_logits[m_tokens.back()] - m_largest) / m_temperature));
    }
    return i < m_tokens.size();
  }
  [[nodiscard]] double weight(std::size_t i) const { return m_weights[i]; }
  [[nodiscard]] TokenId token(std::size_t i) const {
    return TokenId(static_cast<std::int32_t>(m_tokens[i]));
  }
  /// Of all of them.
  double totalWeight() {
    if (m_most >= m_logits.size()) {
      return sumOfExponentials(m_logits, m_largest, 1.0 / m_temperature);
    }
    double total = 0.0;
    for (std::size_t i = 0; has(i); ++i) total += m_weights[i];
    return total;
  }

 private:
  static constexpr double kFirstFall = 6.0;  // exp(-6): 1/400 as likely as the likeliest

  std::span<const float> m_logits;
  float m_largest;
  double m_temperature;
  std::size_t m_most;
  LikelyFirst m_order;
  std::vector<std::size_t> m_tokens;
  std::vector<double> m_weights;
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

  // 1. The top-k.
  Candidates candidates(logits, *best, m_options);
  double mass = candidates.totalWeight();
  // 2. The nucleus: candidates until their share reaches top-p, the crossing one included; of it
  // those that min-p leaves. The likeliest always stays.
  std::size_t kept = logits.size();
  if (m_options.topP < 1.0 || m_options.minP > 0.0) {
    const double wanted = m_options.topP * mass;
    kept = 0;
    mass = 0.0;
    while (candidates.has(kept) && (kept == 0 || mass < wanted)) {
      if (kept > 0 && candidates.weight(kept) < m_options.minP) break;
      mass += candidates.weight(kept++);
    }
  }
  // 3. Draw.
  double left = uniform() * mass;
  for (std::size_t i = 0; i < kept && candidates.has(i); ++i) {
    left -= candidates.weight(i);
    if (left < 0.0) return candidates.token(i);
  }
  return candidates.has(0) ? candidates.token(0)
                           : TokenId(static_cast<std::int32_t>(best - logits.begin()));
}

double Sampler::uniform() {
  // 53 bits, the same on every standard library.
  return static_cast<double>(m_generator() >> 11) * 0x1.0p-53;
}

}  // namespace molloquy::generation
