#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "model/base/growing_file.h"
#include "model/base/result.h"
#include "model/checkpoints/safetensors.h"

namespace molloquy::checkpoints {

/// A tensor whose bytes are yet to be written.
struct PlannedTensor {
  std::string name;
  TensorType type = TensorType::F32;
  std::vector<std::int64_t> shape;
};

/// The power of two, at most 64, that a tensor's size is a multiple of: what follows it starts as
/// evenly as the tensor itself.
std::size_t keptAlignment(const PlannedTensor& tensor);

/// The order in which every tensor starts at a multiple of 64 bytes as far as sizes allow, and
/// always at a multiple of its own number type: tensors whose size is a multiple of 64 bytes first
/// (among themselves as given), then those of 32, 16, ... The format allows no gaps.
void sortForAlignment(std::vector<PlannedTensor>& tensors);

/// Writes a large .safetensors file whose bytes do not fit into memory: names, types and shapes
/// are fixed first, then the bytes follow in pieces of any size. The file appears whole at
/// finish(); a writer destroyed earlier leaves nothing behind. Memory: the header.
class SafetensorsStreamWriter {
 public:
  /// Writes the header, padded so that the data section starts at a multiple of 64 bytes.
  /// tensors  in file order (see sortForAlignment).
  /// Errors: InvalidInput (a name twice, a shape that fits no computer, text that is not UTF-8),
  /// NotFound (folder missing), Internal (no permission, disk full).
  static Result<SafetensorsStreamWriter> create(const std::filesystem::path& path,
                                                const std::vector<PlannedTensor>& tensors,
                                                const std::map<std::string, std::string>& metadata);

  /// The next bytes: all of the first tensor, then all of the second, ... A piece may span
  /// tensors. Errors: InvalidInput (more bytes than planned), Internal (disk full).
  Result<void> write(std::span<const std::byte> piece);
  /// Bytes that still have to come.
  [[nodiscard]] std::uintmax_t missingBytes() const { return m_missing; }
  /// Puts the file in its place. Errors: InvalidInput (bytes are missing), Internal.
  Result<void> finish();

 private:
  SafetensorsStreamWriter(std::filesystem::path path, GrowingFile file, std::uintmax_t missing);
  std::filesystem::path m_path;
  GrowingFile m_file;
  std::uintmax_t m_missing = 0;
};

}  // namespace molloquy::checkpoints
