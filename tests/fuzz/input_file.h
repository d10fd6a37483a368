#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

/// Bytes as a file in memory that a reader can open by its path; gone when the object is.
class InputFile {
 public:
  explicit InputFile(std::span<const std::byte> bytes);
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;
  ~InputFile();

  [[nodiscard]] std::filesystem::path path() const;

 private:
  int m_descriptor;
};
