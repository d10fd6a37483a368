#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "model/library/molecule_library.h"

namespace molloquy::library {

/// What a column of a table means.
enum class ColumnRole : std::uint8_t {
  Ignored,
  Smiles,
  Inchi,
  Name,
  Synonym,
  Text,
  Identifier,
  Tag,
  Property
};
struct TableColumn {
  std::string name;
  ColumnRole role = ColumnRole::Ignored;
};
/// How a table is read: found by tablePreview(), changed by the person.
struct TableMapping {
  char separator = '\t';
  bool header = true;
  std::vector<TableColumn> columns;
  Source source;       ///< of texts and structures.
  std::string layout;  ///< "ChEBI-20", "PubChem324k", or empty when it is none that is known.
};
struct TablePreview {
  TableMapping mapping;
  std::vector<std::vector<std::string>> rows;  ///< the first ones, as written.
};
/// Errors: NotFound, InvalidInput (no table).
Result<TablePreview> tablePreview(const std::filesystem::path& file, std::size_t rows = 20);

struct ImportOptions {
  std::optional<TableMapping> mapping;  ///< of tables; else what tablePreview() finds.
  std::vector<std::string> tags;        ///< given to everything that comes.
  int threads = 0;                      ///< 0 = as many as there are processors.
  std::size_t batch = 1'000;            ///< records of a transaction.
  enum class Resume : std::uint8_t { Continue, Anew } resume = Resume::Continue;
};
struct ImportProgress {
  std::string file;
  double share = 0;  ///< of all bytes, 0..1.
  std::uint64_t records = 0;
  double recordsPerSecond = 0;
};
struct ImportProblem {
  std::string place;  ///< "aspirin.sdf, record 3", "table.tsv, line 14".
  std::string sentence;
};
struct ImportReport {
  std::uint64_t records = 0, added = 0, merged = 0, unchanged = 0, refused = 0;
  std::vector<std::string> mergedInto;  ///< the first 1,000 remarks.
  std::vector<ImportProblem> problems;  ///< the first 1,000.
  bool resumed = false;                 ///< went on with an interrupted import.
  bool finished = true;                 ///< false after a stop; the same call goes on.
  double seconds = 0;
};
using OnImportProgress = std::function<void(const ImportProgress&)>;

/// Puts every molecule of a structure file, a table or a folder of them into the library: streamed,
/// of any size, gzip-compressed or not, a batch a transaction. After a kill the same call goes on
/// behind the last batch. Errors: NotFound, InvalidInput (nothing of it could be read).
Result<ImportReport> importInto(MoleculeLibrary& library, const std::filesystem::path& path,
                                const ImportOptions& options, const OnImportProgress& onProgress,
                                std::stop_token stop);

enum class ExportFormat : std::uint8_t { Sdf, Smiles, Tsv, JsonLines };
/// Writes molecules with names, texts, tags, sources and values; all when `ids` is empty.
/// returns how many were written. The file appears whole or not at all.
Result<std::uint64_t> exportFrom(MoleculeLibrary& library, std::span<const MoleculeId> ids,
                                 const std::filesystem::path& file, ExportFormat format,
                                 const OnImportProgress& onProgress, std::stop_token stop);

}  // namespace molloquy::library
