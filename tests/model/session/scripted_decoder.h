#pragma once

#include <map>
#include <vector>

#include "model/generation/inference_decoder.h"
#include "model/session/structure_encoder.h"

/// A language model without weights: its logits are a fixed, disordered function of all rows that
/// it has read, so that any difference in what it was given shows in what it answers.
class ScriptedDecoder : public molloquy::generation::InferenceDecoder {
 public:
  ScriptedDecoder(int vocabulary, int maxPosition);

  [[nodiscard]] const molloquy::llama::Config& config() const override { return m_config; }
  void embed(std::span<const molloquy::TokenId> tokens, std::span<float> rows) override;
  [[nodiscard]] int promptLength(int slot) const override;
  void truncatePrompt(int slot, int length) override;
  bool extendPrompt(int slot, std::span<const float> rows, std::span<float> logits,
                    std::stop_token stop) override;
  void beginSequences(std::span<const int> slots, int capacity) override;
  void step(std::span<const molloquy::TokenId> tokens, std::span<const int> parents,
            std::span<float> logits) override;
  void keepSequence(int sequence) override;

  /// Prompt rows read so far.
  int rowsRead = 0;
  /// Answers written in one step at most.
  std::size_t widestStep = 0;
  /// The next step throws std::bad_alloc.
  bool failsNext = false;
  /// Slots that hold anything.
  [[nodiscard]] std::size_t slotsInUse() const;

 private:
  struct Sequence {
    int slot = 0;
    std::vector<float> rows;
  };
  void write(const std::vector<float>& prompt, const std::vector<float>& behind,
             std::span<float> logits) const;

  molloquy::llama::Config m_config;
  std::map<int, std::vector<float>> m_prompts;
  std::vector<Sequence> m_sequences;
};

/// Soft tokens made of the positions; counts the structures that it was given.
class CountingEncoder : public molloquy::session::StructureEncoder {
 public:
  explicit CountingEncoder(int& encoded) : m_encoded(&encoded) {}

  [[nodiscard]] int tokens() const override { return 4; }
  molloquy::Result<std::vector<std::vector<float>>> encode(
      std::span<const molloquy::session::SeenStructure> structures, std::stop_token stop) override;

 private:
  int* m_encoded;
};
