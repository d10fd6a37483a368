#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>

#include "model/base/result.h"

namespace molloquy {

/// A file that grows piece by piece beside its final place and appears there whole or not at all.
/// A device or a pipe in that place is written to as it is, and stays.
/// Destroyed before finish(), it leaves nothing behind. Move-only. Thread: one at a time.
class GrowingFile {
 public:
  /// Errors: NotFound (folder missing), Internal (no permission), naming the path.
  static Result<GrowingFile> create(const std::filesystem::path& path);
  GrowingFile(GrowingFile&& other) noexcept;
  GrowingFile& operator=(GrowingFile&& other) noexcept;
  ~GrowingFile();

  /// Appends. Errors: Internal (disk full), naming the path; the file is given up then.
  Result<void> write(std::span<const std::byte> piece);
  /// fsync, rename over the final place, fsync of the folder. Errors: Internal, naming the path.
  Result<void> finish();

 private:
  GrowingFile(std::filesystem::path path, std::string temporary, int descriptor);
  Result<void> giveUp(const char* step);
  void discard() noexcept;

  std::filesystem::path m_path;
  std::string m_temporary;
  int m_descriptor = -1;
};

}  // namespace molloquy
