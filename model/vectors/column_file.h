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
  const std::byte* bytes = nullptr;  ///< rows * bytesPerRow; a whole block begins at 64 bytes.
};

/// What a ColumnFile is opened for. A file that is only read may lie on a read-only medium.
enum class Opening { Write, Read };

/// Columns of numbers in one memory-mapped file that grows at its end: fingerprints, codes of
/// embeddings. Row r of every column belongs to the same molecule (or text); a column may lack
/// rows.
///
/// Whoever keeps `sync()`'s number in a transaction never sees half a batch: an opening shows what
/// lies before the number it was given, and the first append cuts off what lies beyond it. Several
/// openings, in one or several processes, may have the same file; only the one that holds the
/// transaction may append or compact, after follow() with the number kept last.
/// Thread: one at a time; reading through const members from several.
class ColumnFile {
 public:
  /// An empty file. Errors: InvalidInput (one of that name exists), NotFound (no such folder),
  /// Internal (what the system says).
  static Result<ColumnFile> create(const std::filesystem::path& file);
  /// committedBytes  as sync() gave them; 0 means that nothing was ever committed: empty.
  /// Errors: NotFound, Corrupt (another kind of file, shorter than committedBytes, a bad block),
  /// Unsupported (of a newer version), Internal (what the system says).
  static Result<ColumnFile> open(const std::filesystem::path& file, std::uint64_t committedBytes,
                                 Opening opening = Opening::Write);
  ~ColumnFile();
  ColumnFile(ColumnFile&&) noexcept;
  ColumnFile& operator=(ColumnFile&&) noexcept;

  /// Shows the file as of `committedBytes`: what another opening has added, without what a
  /// transaction took back, in a file that another opening compacted. Costs next to nothing when
  /// nothing changed. Errors: those of open; then the object shows what it did before.
  Result<void> follow(std::uint64_t committedBytes);

  /// column  name, at most 48 bytes: "morgan", "codes STAMP structure".
  /// Rows may come in any order of firstRow; a row that comes again replaces the earlier one.
  /// Errors: InvalidInput (name, another size of row than before, opened for reading), Internal
  /// (disk full); then nothing was added.
  Result<void> append(std::string_view column, std::size_t bytesPerRow, std::uint64_t firstRow,
                      std::span<const std::byte> rows);
  /// Waits until everything is on disk. returns the bytes to keep in the transaction.
  Result<std::uint64_t> sync();
  [[nodiscard]] std::uint64_t bytes() const;

  /// Runs of a column in ascending order of rows, none overlapping; empty for an unknown one.
  /// Valid until the next append, follow or compact.
  [[nodiscard]] std::vector<RowRun> runs(std::string_view column) const;
  /// 0 for an unknown column.
  [[nodiscard]] std::size_t bytesPerRow(std::string_view column) const;
  [[nodiscard]] std::vector<std::string> columns() const;
  /// Writes the columns that `keep` names, each gapless stretch of rows as one run, into a new file
  /// in place of this one. To be called when bytes() is committed; the new bytes() have to be
  /// committed afterwards. Between the two the old number still opens the new file.
  Result<void> compact(std::span<const std::string> keep);

 private:
  struct State;
  explicit ColumnFile(std::unique_ptr<State> state);
  std::unique_ptr<State> m_state;
};

}  // namespace molloquy::vectors
