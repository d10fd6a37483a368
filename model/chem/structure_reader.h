#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/base/result.h"
#include "model/chem/file_format.h"
#include "model/chem/molecule.h"

namespace molloquy::chem {

/// One record of an input: a molecule, and its conformers when the input had three dimensions.
struct StructureRecord {
  std::shared_ptr<const Molecule> molecule;
  std::optional<Conformer> conformer;  ///< the first one.
  /// The others of the same atoms: frames of a trajectory, models of a PDB file, coordinate sets.
  std::vector<Conformer> furtherConformers;
  std::string smilesAsWritten;                                  ///< only for SMILES input.
  std::vector<std::pair<std::string, std::string>> properties;  ///< data fields in file order.
  std::string viewJson;  ///< the program's own view state as JSON text (CJSON only), or empty.
};

/// The record's conformers in file order; empty without three dimensions.
std::vector<Conformer> conformersOf(const StructureRecord& record);

/// What was read, and what was not: nothing is dropped silently.
struct StructureFile {
  std::vector<StructureRecord> records;
  std::vector<Error> rejected;  ///< one sentence per refused record, with its line.
  std::string displayName;      ///< file name without folder, or "SMILES".
};

/// How far reading has come.
struct ReadProgress {
  double share = 0;  ///< of the text, 0..1.
  /// Records that are complete since the last call, to be shown before the others are there. Valid
  /// during the call only: copy what is kept.
  std::span<const StructureRecord> fresh;
  std::size_t firstFresh = 0;  ///< place of fresh[0] among all records of the file.
};
/// Called on the reading thread, some ten times a second.
using OnReadProgress = std::function<void(const ReadProgress&)>;

/// SMILES (one molecule, optionally followed by a blank and a name).
/// Errors: InvalidInput with the 1-based column of the first wrong character and the remedy.
Result<StructureRecord> parseSmiles(std::string_view text);

/// 1-based column that a parseSmiles error names, when it names one.
std::optional<int> errorColumn(const Error& error);

/// Text in a known format, gzip-compressed or not. When stopped, what was read so far.
/// Errors: InvalidInput when no record could be read (the first rejection).
Result<StructureFile> readStructureText(std::string_view text, FileFormat format,
                                        std::string displayName, std::stop_token stop = {},
                                        const OnReadProgress& onProgress = {});

/// A file; the format comes from the extension, and from the content when the extension is unknown.
/// Errors: NotFound, InvalidInput (line or column, and remedy), Unsupported (extension).
Result<StructureFile> readStructureFile(const std::filesystem::path& path,
                                        std::stop_token stop = {},
                                        const OnReadProgress& onProgress = {});

}  // namespace molloquy::chem
