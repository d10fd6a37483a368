#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "model/base/result.h"

namespace molloquy::library {

/// A file to import, and what it is called in an interrupted import.
struct ListedFile {
  std::filesystem::path path;
  std::string markName;  ///< absolute path, size and time.
  std::uintmax_t bytes = 0;
};
struct ListedFiles {
  std::vector<ListedFile> files;
  std::vector<std::string> passedOver;  ///< names of files whose ending tells no structures.
};

/// A file alone, or those of a folder and its folders, sorted by path.
/// Errors: NotFound; InvalidInput (a folder without a file that can be read).
Result<ListedFiles> listFiles(const std::filesystem::path& path);

}  // namespace molloquy::library
