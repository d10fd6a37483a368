#pragma once

#include <functional>
#include <span>
#include <stop_token>
#include <vector>

#include "model/base/strong_index.h"
#include "model/llama/config.h"

namespace molloquy::generation {

/// A language model as the generation loop sees it: rows of embeddings in, logits out, with the
/// prompts' keys and values kept inside. Knows no torch, so the loop and its tests do not either.
///
/// A *prompt* is a read-only prefix in a numbered slot; it may be extended or cut back between two
/// runs, so that a conversation pays for its new tokens only. *Sequences* are the texts being
/// written; each continues one prompt, several may share one (beams), and a reorder moves no keys.
/// Numbers are float on the CPU whatever the device; D = hidden width, V = vocabulary.
/// Thread: one at a time.
class InferenceDecoder {
 public:
  virtual ~InferenceDecoder() = default;

  /// Sizes; config().maxPosition bounds prompt and sequence together.
  [[nodiscard]] virtual const llama::Config& config() const = 0;

  /// Embedding rows of tokens: rows [n, D].
  virtual void embed(std::span<const TokenId> tokens, std::span<float> rows) = 0;

  /// Positions held in a slot; 0 for one never used.
  [[nodiscard]] virtual int promptLength(int slot) const = 0;
  /// Forgets the prompt's positions from `length` on. Ends all sequences.
  virtual void truncatePrompt(int slot, int length) = 0;
  /// Appends rows [n, D] to the prompt in the slot, at the positions that follow it. Ends all
  /// sequences. logits  [V] behind the last row, or empty when not wanted.
  /// returns false after a stop request: the prompt then holds a whole number of chunks less than
  /// n.
  virtual bool extendPrompt(int slot, std::span<const float> rows, std::span<float> logits,
                            std::stop_token stop) = 0;

  /// Gets the logits [V] behind a row, by its number among the rows that were given.
  using OnLogits = std::function<void(std::size_t row, std::span<const float> logits)>;
  /// The same with the logits behind every row, told in their order. A decoder that can computes
  /// many rows at a time; this one goes row by row.
  virtual bool readPrompt(int slot, std::span<const float> rows, const OnLogits& onLogits,
                          std::stop_token stop) {
    const auto D = static_cast<std::size_t>(config().hidden);
    std::vector<float> logits(static_cast<std::size_t>(config().vocab));
    for (std::size_t row = 0; (row + 1) * D <= rows.size(); ++row) {
      if (!extendPrompt(slot, rows.subspan(row * D, D), logits, stop)) return false;
      onLogits(row, logits);
    }
    return true;
  }

  /// Starts sequence i behind the prompt in slots[i]; earlier sequences end.
  /// capacity  tokens that each may get.
  virtual void beginSequences(std::span<const int> slots, int capacity) = 0;
  /// One token more for each sequence: sequence i becomes what sequence parents[i] was, behind the
  /// same prompt, plus tokens[i]. logits [count, V]. The count may shrink from step to step, as
  /// answers end; a sequence that is nobody's parent is gone.
  virtual void step(std::span<const TokenId> tokens, std::span<const int> parents,
                    std::span<float> logits) = 0;
  /// Moves the keys of sequence i behind its slot's prompt, so that the next turn finds them there;
  /// ends all sequences.
  virtual void keepSequence(int sequence) = 0;
};

}  // namespace molloquy::generation
