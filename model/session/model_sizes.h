#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "model/base/result.h"
#include "model/llama/config.h"
#include "model/session/open_options.h"

namespace molloquy::session {

/// Counts of a model's numbers, read from its configuration and the headers of its weight files.
struct ModelSizes {
  std::string name;
  llama::Config language;
  std::uint64_t matrixNumbers = 0;     ///< linear layers of the language model, adapters included.
  std::uint64_t embeddingNumbers = 0;  ///< embedding and output tables, norms.
  std::uint64_t encoderNumbers =
      0;  ///< 3D encoder, Q-Former, projection; 0 without a molecule part.
  Precision stored = Precision::Float32;  ///< the numbers that the language model is stored in.
};

/// Errors: NotFound, Corrupt, Unsupported, naming the file and the field or tensor.
Result<ModelSizes> readModelSizes(const std::filesystem::path& modelFolder);

}  // namespace molloquy::session
