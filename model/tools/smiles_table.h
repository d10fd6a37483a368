#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "model/base/result.h"

namespace molloquy::tools {

/// The SMILES of a file: the column "smiles" of a tab-separated table with a header, or else the
/// first word of every line. Errors: as readFile, and InvalidInput for a table without rows.
Result<std::vector<std::string>> readSmilesTable(const std::filesystem::path& path);

/// All columns of a tab-separated table with a header.
struct TextTable {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;  ///< as wide as the header.

  /// Errors: InvalidInput naming the columns there are.
  [[nodiscard]] Result<std::size_t> column(std::string_view name) const;
};

Result<TextTable> readTextTable(const std::filesystem::path& path);

}  // namespace molloquy::tools
