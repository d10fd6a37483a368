#pragma once

#include <map>
#include <vector>

#include "model/generation/inference_decoder.h"
#include "model/llama/decoder.h"
#include "model/llama/repeated_step.h"
#include "model/llama/sequence_keys.h"

namespace molloquy::llama {

/// Fresh: a step allocates what it needs. Repeated: steps behind one prompt reuse tensors at fixed
/// places, which on a GPU are recorded as a graph and launched as one.
enum class Steps { Fresh, Repeated };

/// The language model on libtorch, on whatever device and in whatever numbers its weights are.
///
/// A slot's prompt is stored once for all sequences behind it and read by all of them in one call
/// of attention; a reorder of sequences changes a table and moves nothing. Within a step nothing
/// waits for the device but the copy of the logits.
/// Precondition: the decoder is in eval mode. Errors: libtorch's exceptions; what was in the slots
/// before the failed call is still there. Thread: one at a time; opens InferenceMode.
class TorchInferenceDecoder final : public generation::InferenceDecoder {
 public:
  /// Repeated steps on a GPU, fresh ones on the CPU.
  explicit TorchInferenceDecoder(Decoder decoder);
  TorchInferenceDecoder(Decoder decoder, Steps steps);

  [[nodiscard]] const Config& config() const override { return m_decoder->config(); }
  void embed(std::span<const TokenId> tokens, std::span<float> rows) override;
  [[nodiscard]] int promptLength(int slot) const override;
  void truncatePrompt(int slot, int length) override;
  bool extendPrompt(int slot, std::span<const float> rows, std::span<float> logits,
                    std::stop_token stop) override;
  bool readPrompt(int slot, std::span<const float> rows, const OnLogits& onLogits,
                  std::stop_token stop) override;
  void beginSequences(std::span<const int> slots, int capacity) override;
  void step(std::span<const TokenId> tokens, std::span<const int> parents,
            std::span<float> logits) override;
  void keepSequence(int sequence) override;

  /// Logits [V] of a row [D] at `position` that reads the slot's prompt but not itself and is not
  /// kept: what the 3D-MoLM reference takes a shorter prompt's first token from in a batch padded
  /// on the right, a [PAD] row at position 1. For comparisons with its numbers only.
  void readUnseenRow(int slot, std::span<const float> row, int position, std::span<float> logits);

  /// Numbers held for keys and values, in bytes.
  [[nodiscard]] std::size_t cacheBytes() const;

 private:
  PromptKeys& slotAt(int slot);
  /// Gets the hidden states [1, L, D] behind a chunk of rows, the first of which is number `begin`.
  using OnChunk = std::function<void(int64_t begin, const at::Tensor& hidden)>;
  /// Appends rows to the prompt, chunk by chunk; false after a stop request.
  bool readChunks(int slot, std::span<const float> rows, const OnChunk& onChunk,
                  const std::stop_token& stop);
  [[nodiscard]] at::Tensor deviceRows(std::span<const float> rows) const;
  /// The step just prepared. returns logits [count, V], float, on the device.
  at::Tensor runStep(const at::Tensor& ids);
  /// computed  [.., V] on the device.
  void copyLogits(const at::Tensor& computed, std::span<float> logits);

  Decoder m_decoder;
  std::map<int, PromptKeys> m_slots;
  SequenceKeys m_sequences;
  Steps m_steps;
  std::vector<RepeatedStep> m_repeated;
  at::Tensor m_staging;  ///< page-locked memory that logits pass through on their way from a GPU.
};

}  // namespace molloquy::llama
