#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.h"

namespace molloquy::checkpoints {

/// Number types a tensor can be stored in.
enum class TensorType { F64, F32, F16, BF16, I64, I32, I16, U16, I8, U8, Bool };

/// Bytes of one number of the type.
std::size_t bytesPerNumber(TensorType type);
/// The format's own name: "F32", "BF16", "BOOL".
std::string_view tensorTypeName(TensorType type);

/// One tensor of a file: row-major, little endian, at [begin, end) of the data section.
struct TensorEntry {
  std::string name;
  TensorType type = TensorType::F32;
  std::vector<std::int64_t> shape;  ///< empty for a single number.
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// A memory-mapped .safetensors file. Copies share the mapping, which lives as long as one of them.
///
/// Source: the safetensors format, https://github.com/huggingface/safetensors (8 bytes of header
/// length, JSON header, data without gaps). Thread: const after opening.
class SafetensorsFile {
 public:
  /// Maps and checks the whole header: lengths, names, types, shapes, offsets, overlaps, gaps.
  /// Errors: NotFound, InvalidInput (a folder), Corrupt and Unsupported, naming file and tensor.
  static Result<SafetensorsFile> open(const std::filesystem::path& path);

  /// All tensors in the order of their bytes.
  [[nodiscard]] const std::vector<TensorEntry>& entries() const;
  /// The tensor of that name, or nullptr.
  [[nodiscard]] const TensorEntry* find(std::string_view name) const;
  /// The bytes of one of this file's entries; they stay valid while a copy of this object lives.
  [[nodiscard]] std::span<const std::byte> bytes(const TensorEntry& entry) const;
  /// Gives the memory of the entry's pages back; they are read again when touched.
  void forget(const TensorEntry& entry) const;
  /// Text fields written beside the tensors.
  [[nodiscard]] const std::map<std::string, std::string>& metadata() const;

 private:
  struct Contents;
  explicit SafetensorsFile(std::shared_ptr<const Contents> contents);
  std::shared_ptr<const Contents> m_contents;
};

/// A tensor to be written; `bytes` has to hold shape x type bytes.
struct TensorToWrite {
  std::string name;
  TensorType type = TensorType::F32;
  std::vector<std::int64_t> shape;
  std::span<const std::byte> bytes;
};

/// Writes the file whole or not at all, in the order of sortForAlignment
/// (safetensors_stream_writer.h), so that every tensor is aligned for its type. Errors:
/// InvalidInput (bytes do not match the shape, a name twice), NotFound (folder missing), Internal
/// (disk full).
Result<void> writeSafetensors(const std::filesystem::path& path,
                              const std::vector<TensorToWrite>& tensors,
                              const std::map<std::string, std::string>& metadata);

}  // namespace molloquy::checkpoints
