#pragma once

#include <cstdint>
#include <random>
#include <span>
#include <vector>

#include "model/base/strong_index.h"

namespace molloquy::molm {

struct SamplerOptions {
  double temperature = 0.0;  ///< 0 = greedy.
  int topK = 0;              ///< 0 = all.
  double topP = 1.0;         ///< smallest set of tokens whose probability reaches this.
  double repetitionPenalty =
      1.0;  ///< divides positive and multiplies negative logits of used tokens.
  std::uint64_t seed = 7;
};

/// Chooses the next token from logits. Owns its random generator, so equal seeds give equal texts
/// on every platform. Thread: one at a time. Source: repetition penalty: CTRL (Keskar et al.,
/// 2019), section 4.1; top-p: Holtzman et al., 2020.
class Sampler {
 public:
  explicit Sampler(const SamplerOptions& options) : m_options(options), m_generator(options.seed) {}

  /// logits   one number a vocabulary entry; overwritten.
  /// history  tokens that the penalty applies to.
  /// banned   tokens that may not come.
  /// Precondition: at least one entry is not banned.
  TokenId next(std::span<float> logits, std::span<const TokenId> history,
               std::span<const TokenId> banned);

 private:
  double uniform();

  SamplerOptions m_options;
  std::mt19937_64 m_generator;
};

}  // namespace molloquy::molm
