#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.h"

namespace molloquy::vectors {

/// Rows of equal size that lie one after the other in memory.
struct RowRun {
  std::uint64_t firstRow = 0;
  std::size_t rows = 0;
  const std::byte* bytes = nullptr;  ///< rows * bytesPerRow, aligned to 64.
};

/// Columns of numbers in one memory-mapped file that grows at its end: fingerprints, codes of
/// embeddings. Row r of every column belongs to the same molecule (or text); a column may lack
/// rows. What lies beyond `committedBytes` was not finished and is cut off when it is opened, so
/// whoever keeps that number in a transaction never sees half a batch.
class ColumnFile {
 public:
  static Result<ColumnFile> create(const std::filesystem::path& file);
  /// Errors: NotFound, Corrupt (no such file, shorter than committedBytes, a bad block).
  /// The file itself is shortened by the first append only: a reader never cuts off what another
  /// process is writing, and a file that may not be written can be read.
  static Result<ColumnFile> open(const std::filesystem::path& file, std::uint64_t committedBytes);
  ~ColumnFile();
  ColumnFile(ColumnFile&&) noexcept;
  ColumnFile& operator=(ColumnFile&&) noexcept;

  /// column  name, at most 48 bytes: "morgan", "int8 STAMP structure".
  /// Rows may come in any order of firstRow; a row that comes again replaces the earlier one.
  Result<void> append(std::string_view column, std::size_t bytesPerRow, std::uint64_t firstRow,
                      std::span<const std::byte> rows);
  /// Waits until everything is on disk. returns the bytes to keep in the transaction.
  Result<std::uint64_t> sync();
  [[nodiscard]] std::uint64_t bytes() const;

  /// Runs of a column in ascending order of rows, none overlapping; empty for an unknown one.
  /// Valid until the next append.
  [[nodiscard]] std::vector<RowRun> runs(std::string_view column) const;
  [[nodiscard]] std::size_t bytesPerRow(std::string_view column) const;
  [[nodiscard]] std::vector<std::string> columns() const;
  /// Writes the columns that `keep` names, each as one run, into a new file in place of this one.
  Result<void> compact(std::span<const std::string> keep);

 private:
  struct Mapping;
  explicit ColumnFile(std::unique_ptr<Mapping> mapping);
  std::unique_ptr<Mapping> m_mapping;
};

}  // namespace molloquy::vectors
