#pragma once

#include <cstdint>
#include <random>
#include <span>
#include <vector>

#include "model/base/strong_index.h"

namespace molloquy::generation {

/// How a token is drawn from logits. The steps are taken in the order of the fields below the
/// temperature, each on what the one before left: the order of transformers.
struct SamplerOptions {
  double repetitionPenalty = 1.0;  ///< divides positive, multiplies negative logits of used tokens.
  double temperature = 0.0;        ///< 0 = greedy.
  int topK = 0;                    ///< so many of the likeliest; 0 = all.
  double topP = 1.0;               ///< smallest set of tokens whose probability reaches this.
  double minP = 0.0;               ///< only tokens at least this times as likely as the likeliest.
  std::uint64_t seed = 7;
};

/// Chooses the next token from logits. Owns its random generator, so equal seeds give equal texts
/// on every platform. Thread: one at a time. Source: repetition penalty: CTRL (Keskar et al.,
/// 2019), section 4.1; top-p: Holtzman et al., 2020; min-p: Nguyen et al., 2024.
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

}  // namespace molloquy::generation
