#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.h"

namespace molloquy::reflect {

/// Blocks of lines that are worked out one after the other into FILE.part, and that survive the end
/// of the program: opened again with the same settings, it goes on behind the last whole block.
/// Destroyed before finish(), it leaves FILE.part behind. Move-only. Thread: one at a time.
class ResumableLog {
 public:
  /// settings  a line that says what the work depends on.
  /// Errors: NotFound (folder missing), InvalidInput (FILE.part was begun with other settings),
  /// Internal (it cannot be written), naming the file.
  static Result<ResumableLog> open(const std::filesystem::path& file, const std::string& settings);
  ResumableLog(ResumableLog&& other) noexcept;
  ResumableLog& operator=(ResumableLog&&) = delete;
  ~ResumableLog();

  /// The blocks that were there already; cleared by the caller when it has read them.
  std::vector<std::string> found;

  /// Adds a block: whole lines, none of them empty. Handed to the system at once.
  Result<void> append(std::string_view lines);
  /// Writes header and blocks to the file, whole or not at all, and removes FILE.part.
  Result<void> finish(std::string_view header);

 private:
  ResumableLog(std::filesystem::path file, int descriptor);
  [[nodiscard]] std::filesystem::path partPath() const;
  Result<void> write(std::string_view bytes);

  std::filesystem::path m_file;
  int m_descriptor = -1;
};

/// A short name of texts' content, for settings: equal for equal texts, 16 digits.
std::string contentMark(const std::vector<std::string_view>& texts);

}  // namespace molloquy::reflect
