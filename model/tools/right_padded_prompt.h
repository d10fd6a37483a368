#pragma once

#include <vector>

#include "model/llama/torch_inference_decoder.h"

namespace molloquy::parity {

/// A decoder that reads the first token of a prompt where the 3D-MoLM reference does for the
/// shorter prompts of a batch padded on the right: from a [PAD] row at position 1. All else is the
/// decoder's. Source: reference stage2_dm.py (padding side), transformers 4.35.0 (positions).
class RightPaddedPrompt final : public generation::InferenceDecoder {
 public:
  /// padRow  [D], the row of [PAD]; empty for the longest prompt of the batch.
  RightPaddedPrompt(llama::TorchInferenceDecoder& decoder, std::vector<float> padRow)
      : m_decoder(decoder), m_padRow(std::move(padRow)) {}

  [[nodiscard]] const llama::Config& config() const override { return m_decoder.config(); }
  void embed(std::span<const TokenId> tokens, std::span<float> rows) override {
    m_decoder.embed(tokens, rows);
  }
  [[nodiscard]] int promptLength(int slot) const override { return m_decoder.promptLength(slot); }
  void truncatePrompt(int slot, int length) override { m_decoder.truncatePrompt(slot, length); }
  bool extendPrompt(int slot, std::span<const float> rows, std::span<float> logits,
                    std::stop_token stop) override {
    if (!m_decoder.extendPrompt(slot, rows, m_padRow.empty() ? logits : std::span<float>(), stop)) {
      return false;
    }
    constexpr int kPadPosition = 1;
    if (!m_padRow.empty()) m_decoder.readUnseenRow(slot, m_padRow, kPadPosition, logits);
    return true;
  }
  void beginSequences(std::span<const int> slots, int capacity) override {
    m_decoder.beginSequences(slots, capacity);
  }
  void step(std::span<const TokenId> tokens, std::span<const int> parents,
            std::span<float> logits) override {
    m_decoder.step(tokens, parents, logits);
  }
  void keepSequence(int sequence) override { m_decoder.keepSequence(sequence); }

 private:
  llama::TorchInferenceDecoder& m_decoder;
  std::vector<float> m_padRow;
};

}  // namespace molloquy::parity
