#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>

#include "model/base/result.h"
#include "model/native/matrix.h"

namespace molloquy::native {

/// Bytes of weights read so far and in all.
using QuantizeProgress = std::function<void(std::uintmax_t read, std::uintmax_t total)>;

struct QuantizeReport {
  std::int64_t quantized = 0;     ///< matrices now in codes.
  std::int64_t kept = 0;          ///< tensors copied as they were.
  std::uintmax_t bytesBefore = 0;
  std::uintmax_t bytesAfter = 0;  ///< of weights.
  double relativeError = 0.0;     ///< root of squared error over squares of the quantised numbers.
};

/// Writes a copy of a model folder whose language model has int8 or int4 matrices (layout:
/// kernels::TileJob, scales a group of 64). Word embeddings, norms, adapters, the molecule part and
/// matrices that do not fit into whole tiles stay as they are. Works on model folders of ours and on
/// plain Hugging Face ones. Memory: some rows of one matrix. The new folder appears whole: weights
/// and files are written first, config.json last.
///
/// to  has to be absent or an empty folder.
/// Errors: InvalidInput (Bfloat16 as type, a folder already quantised, a target with files in it,
/// "Quantising was stopped."), those of reading and writing, naming the file.
Result<QuantizeReport> quantizeFolder(const std::filesystem::path& from,
                                      const std::filesystem::path& to, Storage storage,
                                      const QuantizeProgress& progress = {},
                                      std::stop_token stop = {});

}  // namespace molloquy::native
