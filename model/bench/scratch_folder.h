#pragma once

#include <filesystem>
#include <utility>

#include "model/base/result.h"

namespace molloquy::bench {

/// A folder of one's own that goes with everything in it.
class ScratchFolder {
 public:
  /// parent  empty = the system's temporary folder. Errors: InvalidInput, naming it.
  static Result<ScratchFolder> make(const std::filesystem::path& parent);
  ~ScratchFolder();
  ScratchFolder(ScratchFolder&& other) noexcept : m_path(std::exchange(other.m_path, {})) {}
  ScratchFolder& operator=(ScratchFolder&&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

 private:
  explicit ScratchFolder(std::filesystem::path path) : m_path(std::move(path)) {}
  std::filesystem::path m_path;
};

}  // namespace molloquy::bench
