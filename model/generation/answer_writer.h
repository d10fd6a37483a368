#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "model/generation/generation_options.h"

namespace molloquy::generation {

/// One text being written greedily or by drawing: from logits to tokens until it ends.
class AnswerWriter {
 public:
  /// limit  tokens at most, from 0. Keeps a reference to `options`.
  AnswerWriter(const GenerateOptions& options, int limit);

  /// Chooses the token behind these logits [V], overwritten. returns what the decoder is to read
  /// next, or nothing when the answer ended. Precondition: !isFinished().
  std::optional<TokenId> next(std::span<float> logits);
  void stop();

  [[nodiscard]] bool isFinished() const { return m_finish.has_value(); }
  /// Precondition: isFinished().
  [[nodiscard]] Finish finish() const { return *m_finish; }
  /// The answer so far: all of it once finished, what is settled before.
  [[nodiscard]] std::span<const TokenId> settled() const {
    return std::span(m_tokens).first(m_settled);
  }

 private:
  void end(Finish finish, std::size_t length);

  const GenerateOptions& m_options;
  std::size_t m_limit;
  Sampler m_sampler;
  std::vector<TokenId> m_history;
  std::vector<TokenId> m_tokens;
  std::size_t m_settled = 0;
  std::optional<Finish> m_finish;
};

}  // namespace molloquy::generation
