#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace molloquy::chem {

/// A way to write structures down. Smiles: one a line, or a CSV/TSV table with a SMILES column.
/// Inchi: one a line. Each may also be gzip-compressed.
enum class FileFormat { Smiles, MolSdf, Mol2, Pdb, Xyz, MmCif, Cml, Cjson, Inchi };

/// "SDF", "mmCIF", ...: for people.
std::string formatName(FileFormat format);

/// The format that a file name's ending tells ("a.sdf", "a.PDB.gz"); nullopt when it tells none.
std::optional<FileFormat> formatOfPath(const std::filesystem::path& path);

/// What a pasted text most probably is, by its layout; what is nothing else is taken as SMILES.
FileFormat sniffFormat(std::string_view text);

/// File name patterns for an Open dialog: "*.sdf", "*.mol", ..., "*.sdf.gz", ...
const std::vector<std::string>& readableExtensions();
/// File name patterns for a Save dialog, most usual first, one a format and ".mol".
const std::vector<std::string>& writableExtensions();

}  // namespace molloquy::chem
