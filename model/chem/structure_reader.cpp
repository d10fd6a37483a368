#include "model/chem/structure_reader.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "model/base/atomic_file.h"
#include "model/chem/formats/readers.h"
#include "model/chem/rdkit_molecule.h"
#include "model/chem/smiles_reader.h"

namespace molloquy::chem {
namespace {

/// Larger files are libraries, not structures to look at.
constexpr std::uintmax_t kMaximumFileBytes = std::uintmax_t{512} << 20;

/// Without byte order mark; "\n" at every line end.
std::string normalised(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::string clean;
  clean.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool lineEnd = text[i] == '\r';
    if (lineEnd && i + 1 < text.size() && text[i + 1] == '\n') continue;
    clean.push_back(lineEnd ? '\n' : text[i]);
  }
  return clean;
}

std::optional<Error> refuseText(std::string_view text) {
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
    return Error(ErrorCode::InvalidInput, "The text is in UTF-16. Save it as UTF-8.");
  }
  if (text.starts_with("\x1F\x8B")) {
    return Error(ErrorCode::InvalidInput, "The file is gzip-compressed. Unpack it first.");
  }
  if (text.find('\0') != std::string_view::npos) {
    return Error(
        ErrorCode::InvalidInput,
        "This is binary data, not a text with structures. Choose a SMILES, MOL, SDF, MOL2, "
        "PDB or XYZ file.");
  }
  if (trimmed(text).empty()) {
    return Error(ErrorCode::InvalidInput, "There is nothing in it: the text is empty.");
  }
  return std::nullopt;
}

struct Extension {
  std::string_view ending;
  FileFormat format;
};

constexpr std::array kExtensions = {
    Extension{".sdf", FileFormat::MolSdf}, Extension{".sd", FileFormat::MolSdf},
    Extension{".mol", FileFormat::MolSdf}, Extension{".mdl", FileFormat::MolSdf},
    Extension{".mol2", FileFormat::Mol2},  Extension{".pdb", FileFormat::Pdb},
    Extension{".ent", FileFormat::Pdb},    Extension{".xyz", FileFormat::Xyz},
    Extension{".smi", FileFormat::Smiles}, Extension{".smiles", FileFormat::Smiles},
};

std::string lowerCase(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

std::optional<FileFormat> formatOf(const std::filesystem::path& path) {
  const std::string ending = lowerCase(path.extension().string());
  for (const Extension& known : kExtensions) {
    if (known.ending == ending) return known.format;
  }
  return std::nullopt;
}

/// Extensions of files people try that hold no structure we read.
bool isForeign(const std::filesystem::path& path) {
  constexpr std::array<std::string_view, 14> kForeign = {
      ".cif", ".mmcif", ".cdx", ".cdxml", ".png", ".jpg", ".pdf",
      ".doc", ".docx",  ".xls", ".xlsx",  ".zip", ".gz",  ".cml"};
  const std::string ending = lowerCase(path.extension().string());
  return std::find(kForeign.begin(), kForeign.end(), ending) != kForeign.end();
}

StructureFile readLines(std::string_view text, FileFormat format, std::string displayName,
                        const std::stop_token& stop) {
  StructureFile file;
  file.displayName = std::move(displayName);
  if (format == FileFormat::Smiles) {
    readSmilesTable(text, file, stop);
    return file;
  }
  const TextLines lines = splitLines(text);
  switch (format) {
    case FileFormat::MolSdf:
      readMolSdf(lines, file, stop);
      break;
    case FileFormat::Mol2:
      readMol2(lines, file, stop);
      break;
    case FileFormat::Pdb:
      readPdb(lines, file, stop);
      break;
    case FileFormat::Xyz:
      readXyz(lines, file, stop);
      break;
    case FileFormat::Smiles:
      break;
  }
  return file;
}

}  // namespace

Result<StructureFile> readStructureText(std::string_view text, FileFormat format,
                                        std::string displayName, std::stop_token stop) {
  const std::string place = "reading " + displayName;
  if (auto refused = refuseText(text)) return tl::unexpected(refused->within(place));
  silenceRdkitLog();
  StructureFile file = readLines(normalised(text), format, std::move(displayName), stop);
  if (!file.records.empty() || stop.stop_requested()) return file;
  if (!file.rejected.empty()) return tl::unexpected(file.rejected.front().within(place));
  return tl::unexpected(
      Error(ErrorCode::InvalidInput, "There is no structure in it.").within(place));
}

Result<StructureFile> readStructureFile(const std::filesystem::path& path, std::stop_token stop) {
  std::optional<FileFormat> format = formatOf(path);
  if (!format && isForeign(path)) {
    return fail(ErrorCode::Unsupported,
                fmt::format("{} files cannot be read. Save the structure as SDF, MOL2, PDB, XYZ or "
                            "SMILES.",
                            path.extension().string()));
  }
  const Result<std::string> bytes = readFile(path, kMaximumFileBytes);
  if (!bytes) return tl::unexpected(bytes.error());
  if (!format) format = sniffFormat(*bytes);
  return readStructureText(*bytes, *format, path.filename().string(), stop);
}

FileFormat sniffFormat(std::string_view text) {
  const std::string head = normalised(text.substr(0, 16'384));
  const TextLines lines = splitLines(head);
  for (std::size_t i = 0; i < lines.lines.size(); ++i) {
    const std::string_view line = lines.lines[i];
    if (line.starts_with("@<TRIPOS>MOLECULE")) return FileFormat::Mol2;
    if (line.starts_with("M  END") || line.starts_with("M  V30") || line.starts_with("$$$$")) {
      return FileFormat::MolSdf;
    }
    if (i == 3 && (line.find("V2000") != line.npos || line.find("V3000") != line.npos)) {
      return FileFormat::MolSdf;
    }
    const bool pdb = line.starts_with("ATOM  ") || line.starts_with("HETATM") ||
                     line.starts_with("HEADER    ") || line.starts_with("COMPND    ");
    if (pdb) return FileFormat::Pdb;
  }
  if (lines.lines.size() >= 3 && integerFrom(trimmed(lines.lines[0]))) {
    const std::vector<std::string_view> words = wordsOf(lines.lines[2]);
    if (words.size() >= 4 && numberFrom(words[1]) && numberFrom(words[2]) && numberFrom(words[3])) {
      return FileFormat::Xyz;
    }
  }
  return FileFormat::Smiles;
}

const std::vector<std::string>& readableExtensions() {
  static const std::vector<std::string> patterns = [] {
    std::vector<std::string> all;
    for (const Extension& known : kExtensions) all.push_back(fmt::format("*{}", known.ending));
    return all;
  }();
  return patterns;
}

}  // namespace molloquy::chem
