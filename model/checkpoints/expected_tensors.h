#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/base/result.h"
#include "model/checkpoints/tensor_source.h"
#include "model/llama/config.h"
#include "model/qformer/config.h"
#include "model/unimol/config.h"

namespace molloquy::checkpoints {

/// A tensor that a published file of some kind has to hold.
struct ExpectedTensor {
  /// Tied tensors stand under both names in a checkpoint and under one in a safetensors file.
  enum class Presence { Required, Tied };
  std::string name;  ///< as in the file, prefix included.
  std::vector<std::int64_t> shape;
  Presence presence = Presence::Required;
};
using ExpectedTensors = std::vector<ExpectedTensor>;

/// A language model's folder of the families of hf_config.h, names as transformers saves them;
/// adapters of `config` are not part of it.
ExpectedTensors languageModelTensors(const llama::Config& config);

/// A Uni-Mol file, without the heads of its own pretraining.
/// Source: 3D-MoLM's checkpoints; Uni-Mol (Zhou et al., ICLR 2023).
ExpectedTensors unimolTensors(const unimol::Config& config);

/// A stage-1 checkpoint, names with blip2qformer.; width  of the space where structure and text
/// are compared. Precondition: config.textPath.
ExpectedTensors stage1Tensors(const qformer::Config& config, int width);

/// A stage-2 or stage-3 checkpoint, names with blip2opt.: Q-Former without text path, projection,
/// adapters on every target of language.lora. Precondition: language.lora.
ExpectedTensors stage2Tensors(const qformer::Config& config, const llama::Config& language);

/// Compares names and shapes; tensors that nobody expects are left alone.
/// what  the source in messages, "llama-2-7b-hf".
/// Errors: Corrupt, naming the first missing tensor with its shape, or the first misshapen one with
/// both shapes, and how many more there are.
Result<void> checkTensors(const ExpectedTensors& expected, const TensorSource& source,
                          const std::string& what);

}  // namespace molloquy::checkpoints
