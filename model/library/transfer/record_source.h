#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/library/transfer/draft.h"
#include "model/library/transfer/library_import.h"

namespace molloquy::library {

/// One record of a file as it stands there, before chemistry reads it.
struct RawRecord {
  std::string place;                               ///< "record 3", "line 14".
  std::string text;                                ///< of an SDF record or a line,
  std::vector<std::string> cells;                  ///< or of a table's row,
  std::optional<chem::StructureRecord> structure;  ///< or what a reader made of it.
  std::optional<Error> problem;                    ///< why it cannot be read.
};

/// The records of a file one after the other, in constant memory but for formats that are read
/// whole. Thread: one at a time.
class RecordSource {
 public:
  virtual ~RecordSource() = default;
  /// False at the end. A record that the end of a damaged file cuts off is not given.
  virtual bool next(RawRecord& record) = 0;
  /// How much of the file's bytes were read, 0..1.
  [[nodiscard]] virtual double share() const = 0;
  /// Why the file ended before its end.
  [[nodiscard]] virtual std::optional<Error> failure() const = 0;
};

/// Reads a record's chemistry; called by several threads at once.
using RecordParser = std::function<Result<Draft>(const RawRecord&)>;

/// A file that is being imported.
struct OpenedRecords {
  std::unique_ptr<RecordSource> source;
  RecordParser parse;
};

/// How a file is read.
enum class FileKind : std::uint8_t { Sdf, Table, Lines, JsonLines, Structures };
/// By ending and content; nullopt when neither tells. Errors: NotFound, InvalidInput.
Result<FileKind> kindOfFile(const std::filesystem::path& file);

/// Opens a file. Errors: NotFound, InvalidInput (empty, binary, nothing that is known), Corrupt.
/// mapping  of a table; else what tablePreview() finds.
Result<OpenedRecords> openRecords(const std::filesystem::path& file,
                                  const std::optional<TableMapping>& mapping,
                                  const std::stop_token& stop);

Result<OpenedRecords> openSdf(const std::filesystem::path& file);
Result<OpenedRecords> openTable(const std::filesystem::path& file, const TableMapping& mapping);
Result<OpenedRecords> openSmilesLines(const std::filesystem::path& file);
Result<OpenedRecords> openJsonLines(const std::filesystem::path& file);
Result<OpenedRecords> openStructures(const std::filesystem::path& file,
                                     const std::stop_token& stop);

}  // namespace molloquy::library
