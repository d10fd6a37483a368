#pragma once

#include <map>
#include <memory>
#include <vector>

#include "model/generation/inference_decoder.h"
#include "model/kernels/thread_team.h"
#include "model/native/attention.h"
#include "model/native/kv_store.h"
#include "model/native/llama_weights.h"
#include "model/native/multiply.h"

namespace molloquy::native {

struct LlamaDecoderOptions {
  int threads = 1;
  kernels::CpuLevel level = kernels::bestCpuLevel();
};

/// A Llama-family language model on the processor, without libtorch: weights in bfloat16, int8 or
/// int4, activations rounded to bfloat16 (to 8 bits a group of 64 where a quantised matrix
/// multiplies single tokens), keys and values in bfloat16, sums in float32.
///
/// A prompt's keys are stored once for all sequences that continue it.
/// Source: Llama 2 (Touvron et al., 2023); grouped queries (Ainslie et al., 2023); sliding window
/// (Mistral, Jiang et al., 2023).
class LlamaDecoder : public generation::InferenceDecoder {
 public:
  LlamaDecoder(const llama::Config& config, std::shared_ptr<const LlamaWeights> weights,
               const LlamaDecoderOptions& options);
  ~LlamaDecoder() override;

  [[nodiscard]] const llama::Config& config() const override { return m_config; }
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

  /// Bytes of keys and values held.
  [[nodiscard]] std::size_t cacheBytes() const;
  [[nodiscard]] const LlamaWeights& weights() const { return *m_weights; }

 private:
  struct Pass;

  /// Appends rows of one chunk to the prompt; logits of the last `readOut` of them, if any.
  void readChunk(Prompt& prompt, std::span<const float> rows, int readOut, float* logits);
  void run(Pass& pass);
  void layerWork(const kernels::TeamMember& member, Pass& pass, int layer);
  void attendHeads(const kernels::TeamMember& member, Pass& pass, int layer);
  void readOut(const kernels::TeamMember& member, Pass& pass);
  void fillRotations(const Pass& pass);

  /// What one member needs for itself.
  struct MemberScratch {
    MultiplyScratch multiply;
    AttentionScratch attention;
    kernels::AlignedBuffer<std::uint32_t> queries;
  };

  llama::Config m_config;
  std::shared_ptr<const LlamaWeights> m_weights;
  const kernels::KernelTable& m_table;
  kernels::ThreadTeam m_team;
  KvShape m_shape;
  std::vector<float> m_frequencies;  ///< [d / 2] radians a position
  std::map<int, Prompt> m_prompts;
  SequenceStore m_sequences;

  // Buffers of a pass, [m, ...].
  kernels::AlignedBuffer<float> m_hidden;
  kernels::AlignedBuffer<float> m_qkv;
  kernels::AlignedBuffer<float> m_attended;
  kernels::AlignedBuffer<float> m_gate;
  kernels::AlignedBuffer<float> m_up;
  kernels::AlignedBuffer<float> m_cosine;  ///< [m, d / 2]
  kernels::AlignedBuffer<float> m_sine;
  Activation m_activation;
  std::vector<MemberScratch> m_scratch;
};

}  // namespace molloquy::native
