#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "model/base/growing_file.h"
#include "model/corpus/corpus_file.h"

namespace molloquy::cli {

/// A table of rows that were not taken: line, row, kind, reason. It appears whole or not at all.
class RejectTable {
 public:
  /// Errors of every call: those of GrowingFile.
  static Result<RejectTable> create(const std::filesystem::path& file);
  Result<void> add(const corpus::Rejection& rejection, std::string_view kind);
  Result<void> finish();

 private:
  explicit RejectTable(GrowingFile file) : m_file(std::move(file)) {}
  GrowingFile m_file;
};

/// "Line 12 (CID 241): The row has 2 columns where the header has 3."
std::string rejectionText(const corpus::Rejection& rejection);

}  // namespace molloquy::cli
