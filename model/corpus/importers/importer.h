#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "model/corpus/corpus_file.h"

namespace molloquy::corpus {

/// Files that become a corpus; README.md has the table.
enum class ImportFormat {
  Corpus,       ///< JSON lines as they are learnt from (corpus_line.h).
  Moit,         ///< 3D-MoIT JSON: an array of {instruction, input, output, task}.
  MolT5,        ///< ChEBI-20 as MolT5 publishes it: CID, SMILES, description.
  PubChem324k,  ///< the PubChem324k captions as such a table.
  Lmdb,         ///< PubChem or PubChemQC records of 3D-MoLM.
  Csv,
  Tsv,
  JsonLines,
  SmilesList,  ///< one SMILES a line, then a blank and a name.
  Sdf,
  Alignments,  ///< molreflect.md 6.1.
  Chat,        ///< molreflect.md 6.4.
};
/// "moit", "molt5", ... as on the command line.
std::string_view nameOf(ImportFormat format);
std::optional<ImportFormat> importFormatNamed(std::string_view name);

/// What kind of fault a row has.
enum class RejectionKind {
  ColumnCount,
  BrokenText,
  BrokenRecord,
  MissingField,
  NoStructure,
  BadSmiles,
  BadPositions,
  EmptyText,
  UnknownStructure,
  NotPlainData,
};
/// "wrong number of columns", ... for summaries.
std::string_view nameOf(RejectionKind kind);

struct ImportRejection {
  Rejection row;
  RejectionKind kind = RejectionKind::BrokenRecord;
};
using OnImportRejection = std::function<void(const ImportRejection& rejection)>;

/// A place of an entry, and the column, key, data field or record field that fills it.
struct ColumnChoice {
  std::string place;  ///< id, smiles, answer, instruction, task, split or source.
  std::string column;
};

/// Which text of a PubChem record is learnt.
enum class TextChoice { Original, Enriched };

struct ImportOptions {
  std::optional<ImportFormat> format;  ///< from the file itself when not given.
  std::vector<ColumnChoice> columns;   ///< places that are not named are found by usual names.
  std::string instruction;       ///< of rows that have none; empty: "Describe the input molecule."
  std::string task = "Caption";  ///< of rows that have none.
  std::string source;            ///< data set; empty: the file's name without endings.
  std::string split;             ///< of rows that have none.
  TextChoice text = TextChoice::Original;
  /// LMDB, corpus or SDF with the structures that rows name; 3D-MoIT needs it.
  std::filesystem::path structures;
};

struct ImportReport {
  ImportFormat format = ImportFormat::Tsv;
  std::size_t taken = 0;  ///< rows.
  std::size_t lines =
      0;  ///< of the corpus; rows about one molecule that follow each other share one.
  std::size_t withoutText = 0;  ///< of the lines: structures alone.
  std::size_t rejected = 0;     ///< rows.
  std::map<RejectionKind, std::size_t> reasons;
  std::size_t backslashesUndone = 0;  ///< SMILES whose doubled backslashes were made single.
  std::map<std::string, std::string> columns;  ///< place -> column that filled it.
  std::vector<std::string> remarks;            ///< sentences for the person.
  bool stopped = false;                        ///< ended early by the stop token.
};

using OnImportProgress = std::function<void(std::uintmax_t done, std::uintmax_t total)>;

struct ImportSinks {
  OnLine onLine;
  OnImportRejection onRejection;
  OnImportProgress onProgress;  ///< may be empty.
};

/// What a file most probably is, from its ending and beginning. Errors: as TextInput::open;
/// InvalidInput (nothing that is known).
Result<ImportFormat> guessImportFormat(const std::filesystem::path& file);

/// Reads the file row by row; every row is handed to onLine or to onRejection. Memory: one row, and
/// an SDF or corpus of structures.
/// Errors: those of opening; InvalidInput (a column that does not exist, no row could be taken),
/// Corrupt (the file ends in the middle); what was handed over before is then incomplete.
Result<ImportReport> importFile(const std::filesystem::path& file, const ImportOptions& options,
                                const ImportSinks& sinks, const std::stop_token& stop = {});

}  // namespace molloquy::corpus
