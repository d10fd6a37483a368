#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

#include "model/base/result.h"
#include "model/checkpoints/weight_files.h"
#include "model/llama/config.h"
#include "model/native/matrix.h"

namespace molloquy::native {

/// One block of the decoder.
struct LlamaLayer {
  std::vector<float> attentionNorm;    ///< [D]
  std::vector<float> feedForwardNorm;  ///< [D]
  Matrix q, k, v, o, gate, up, down;
};

/// Weights of a Llama-family decoder for the processor: matrices stay where the files are mapped, in
/// bfloat16, int8 or int4; float32 and half-precision ones are converted to a bfloat16 copy.
struct LlamaWeights {
  Matrix embedding;  ///< [V, D] bfloat16
  std::vector<LlamaLayer> layers;
  std::vector<float> norm;  ///< [D]
  Matrix head;              ///< [V, D]; the embedding itself where they are tied.

  /// Bytes that writing one token reads.
  [[nodiscard]] std::uint64_t bytesPerToken() const;
  /// Bytes of converted copies in memory; the rest is the files' own pages.
  std::uint64_t copiedBytes = 0;
};

using WeightProgress = std::function<void(std::uintmax_t read, std::uintmax_t total)>;

/// Finds the decoder's tensors under our names (llm_model.*) or the published Hugging Face ones.
/// A quantised matrix X.weight is stored as X.weight.int4 or X.weight.int8 (U8, tiles) and
/// X.weight.scale (F16).
/// Errors: Corrupt, naming a missing tensor, or one of another shape, with both shapes; InvalidInput
/// "Loading was stopped." after a stop request. Throws std::bad_alloc.
Result<std::shared_ptr<const LlamaWeights>> loadLlamaWeights(const checkpoints::WeightFiles& files,
                                                             const llama::Config& config,
                                                             const WeightProgress& progress = {},
                                                             std::stop_token stop = {});

}  // namespace molloquy::native
