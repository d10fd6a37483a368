#pragma once

#include <ATen/core/Tensor.h>

#include <string>

#include "model/base/result.h"
#include "model/session/memory_estimate.h"
#include "model/session/model_sizes.h"

namespace molloquy::session {

/// What computes the language model.
enum class LanguageEngine { Torch, Native };

/// Where a model runs and in which numbers; chosen once, when it is opened.
struct Placement {
  at::Device device = at::kCPU;
  Precision precision = Precision::Float32;
  LanguageEngine engine = LanguageEngine::Torch;
  std::string note;  ///< a sentence that says why no GPU is used; empty when one is.

  [[nodiscard]] std::string deviceName() const;
  /// Numbers of what libtorch computes.
  [[nodiscard]] at::ScalarType torchType() const;
};

/// On a CUDA device with enough memory in bf16, else on the processor: float32 with libtorch, the
/// other numbers with our own kernels, which read them from the mapped files.
/// Errors: Unsupported (CUDA was asked for and cannot be used; packed numbers that the folder does
/// not hold), OutOfMemory (CUDA was asked for and has too little), with the remedy.
Result<Placement> choosePlacement(const OpenOptions& options, const ModelSizes& sizes,
                                  const MemoryEstimate& estimate);

}  // namespace molloquy::session
