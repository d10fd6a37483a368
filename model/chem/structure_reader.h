#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/base/result.h"
#include "model/chem/molecule.h"

namespace molloquy::chem {

enum class FileFormat { Smiles, MolSdf, Mol2, Pdb, Xyz };

/// One record of an input: a molecule, and its conformer when the input had three dimensions.
struct StructureRecord {
  std::shared_ptr<const Molecule> molecule;
  std::optional<Conformer> conformer;
  std::string smilesAsWritten;  ///< only for SMILES input.
  std::vector<std::pair<std::string, std::string>> properties;  ///< SD data fields in file order.
};

/// What was read, and what was not: nothing is dropped silently.
struct StructureFile {
  std::vector<StructureRecord> records;
  std::vector<Error> rejected;  ///< one sentence per refused record, with its line.
  std::string displayName;      ///< file name without folder, or "SMILES".
};

/// SMILES (one molecule, optionally followed by a blank and a name).
/// Errors: InvalidInput with the 1-based column of the first wrong character and the remedy.
Result<StructureRecord> parseSmiles(std::string_view text);

/// 1-based column that a parseSmiles error names, when it names one.
std::optional<int> errorColumn(const Error& error);

/// Text in a known format. Errors: InvalidInput when no record could be read (the first rejection).
Result<StructureFile> readStructureText(std::string_view text, FileFormat format,
                                        std::string displayName, std::stop_token stop = {});

/// A file; the format comes from the extension, and from the content when the extension is unknown.
/// Errors: NotFound, InvalidInput (line or column, and remedy), Unsupported (extension).
Result<StructureFile> readStructureFile(const std::filesystem::path& path,
                                        std::stop_token stop = {});

/// What a pasted text most probably is. MOL blocks, MOL2, PDB and XYZ are recognised by their
/// layout; everything else is taken as SMILES.
FileFormat sniffFormat(std::string_view text);

/// File name patterns for an Open dialog: "*.sdf", "*.mol", ...
const std::vector<std::string>& readableExtensions();

}  // namespace molloquy::chem
