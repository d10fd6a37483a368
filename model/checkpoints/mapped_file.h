#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>

#include "model/base/result.h"

namespace molloquy::checkpoints {

/// A whole file mapped read-only into memory; pages are read when they are touched.
class MappedFile {
 public:
  /// Errors: NotFound, InvalidInput (a folder or not a plain file), Internal (mapping refused).
  static Result<std::unique_ptr<const MappedFile>> open(const std::filesystem::path& path);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  [[nodiscard]] std::span<const std::byte> bytes() const { return m_bytes; }
  /// Gives the memory of whole pages within `part` back; they are read again when touched.
  /// Precondition: part lies in bytes().
  void forget(std::span<const std::byte> part) const;

 private:
  explicit MappedFile(std::span<const std::byte> bytes) : m_bytes(bytes) {}
  std::span<const std::byte> m_bytes;
};

}  // namespace molloquy::checkpoints
