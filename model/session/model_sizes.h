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
  std::string family;
  llama::Config language;
  std::uint64_t matrixNumbers = 0;     ///< linear layers of the language model, adapters included.
  std::uint64_t embeddingNumbers = 0;  ///< table of token embeddings.
  std::uint64_t headNumbers = 0;       ///< output table, where it is not the embeddings'.
  std::uint64_t otherNumbers = 0;      ///< norms and biases.
  std::uint64_t encoderNumbers = 0;    ///< 3D encoder, Q-Former, projection; 0 without that part.
  std::uint64_t languageBytes = 0;     ///< of the language model as it is stored.
  std::uint64_t embeddingBytes = 0;    ///< of them, the table of token embeddings.
  std::uint64_t totalBytes = 0;        ///< of all tensors as they are stored.
  Precision stored = Precision::Float32;  ///< the numbers that the linear layers are stored in.

  [[nodiscard]] std::uint64_t parameters() const {
    return matrixNumbers + embeddingNumbers + headNumbers + otherNumbers + encoderNumbers;
  }
};

/// Errors: NotFound, Corrupt, Unsupported, naming the file and the field or tensor.
Result<ModelSizes> readModelSizes(const std::filesystem::path& modelFolder);

}  // namespace molloquy::session
