#include "model/chem/file_format.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "model/chem/formats/text_lines.h"

namespace molloquy::chem {
namespace {

struct Ending {
  std::string_view text;
  FileFormat format;
  enum class Use { ReadAndWrite, Read } use;
};

constexpr std::array kEndings = {
    Ending{".sdf", FileFormat::MolSdf, Ending::Use::ReadAndWrite},
    Ending{".mol", FileFormat::MolSdf, Ending::Use::ReadAndWrite},
    Ending{".mol2", FileFormat::Mol2, Ending::Use::ReadAndWrite},
    Ending{".pdb", FileFormat::Pdb, Ending::Use::ReadAndWrite},
    Ending{".cif", FileFormat::MmCif, Ending::Use::ReadAndWrite},
    Ending{".xyz", FileFormat::Xyz, Ending::Use::ReadAndWrite},
    Ending{".cml", FileFormat::Cml, Ending::Use::ReadAndWrite},
    Ending{".cjson", FileFormat::Cjson, Ending::Use::ReadAndWrite},
    Ending{".smi", FileFormat::Smiles, Ending::Use::ReadAndWrite},
    Ending{".inchi", FileFormat::Inchi, Ending::Use::ReadAndWrite},
    Ending{".sd", FileFormat::MolSdf, Ending::Use::Read},
    Ending{".mdl", FileFormat::MolSdf, Ending::Use::Read},
    Ending{".ent", FileFormat::Pdb, Ending::Use::Read},
    Ending{".mmcif", FileFormat::MmCif, Ending::Use::Read},
    Ending{".smiles", FileFormat::Smiles, Ending::Use::Read},
    Ending{".csv", FileFormat::Smiles, Ending::Use::Read},
    Ending{".tsv", FileFormat::Smiles, Ending::Use::Read},
};

std::vector<std::string> patterns(bool (*wanted)(const Ending&)) {
  std::vector<std::string> all;
  for (const std::string_view compressed : {"", ".gz"}) {
    for (const Ending& ending : kEndings) {
      if (wanted(ending)) all.push_back(fmt::format("*{}{}", ending.text, compressed));
    }
  }
  return all;
}

bool isPdbLine(std::string_view line) {
  return line.starts_with("ATOM  ") || line.starts_with("HETATM") ||
         line.starts_with("HEADER    ") || line.starts_with("COMPND    ") ||
         line.starts_with("CRYST1 ") || line.starts_with("MODEL     ");
}

bool isXyz(const std::vector<std::string_view>& lines) {
  if (lines.size() < 3 || !integerFrom(trimmed(lines[0]))) return false;
  const std::vector<std::string_view> words = wordsOf(lines[2]);
  return words.size() >= 4 && numberFrom(words[1]) && numberFrom(words[2]) && numberFrom(words[3]);
}

}  // namespace

std::string formatName(FileFormat format) {
  switch (format) {
    case FileFormat::Smiles:
      return "SMILES";
    case FileFormat::MolSdf:
      return "SDF";
    case FileFormat::Mol2:
      return "MOL2";
    case FileFormat::Pdb:
      return "PDB";
    case FileFormat::Xyz:
      return "XYZ";
    case FileFormat::MmCif:
      return "mmCIF";
    case FileFormat::Cml:
      return "CML";
    case FileFormat::Cjson:
      return "CJSON";
    case FileFormat::Inchi:
      return "InChI";
  }
  return {};
}

std::optional<FileFormat> formatOfPath(const std::filesystem::path& path) {
  std::string ending = lowerCase(path.extension().string());
  if (ending == ".gz") ending = lowerCase(path.stem().extension().string());
  for (const Ending& known : kEndings) {
    if (known.text == ending) return known.format;
  }
  return std::nullopt;
}

FileFormat sniffFormat(std::string_view text) {
  constexpr std::size_t kHeadBytes = 16'384;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::string head(text.substr(0, kHeadBytes));
  std::replace(head.begin(), head.end(), '\r', '\n');
  const std::string_view content = trimmed(head);
  if (content.starts_with("InChI=")) return FileFormat::Inchi;
  if (content.starts_with("{")) return FileFormat::Cjson;
  if (content.starts_with("<")) return FileFormat::Cml;
  // Windows line ends became two; a MOL record's header lines may be empty, so keep real ones.
  const bool windows = text.substr(0, kHeadBytes).find("\r\n") != std::string_view::npos;
  std::vector<std::string_view> lines;
  const std::vector<std::string_view> all = splitLines(head).lines;
  for (std::size_t i = 0; i < all.size(); i += windows ? 2 : 1) lines.push_back(all[i]);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string_view line = lines[i];
    if (line.starts_with("@<TRIPOS>MOLECULE")) return FileFormat::Mol2;
    const bool mol =
        line.starts_with("M  END") || line.starts_with("M  V30") || line.starts_with("$$$$") ||
        (i == 3 && (line.find("V2000") != line.npos || line.find("V3000") != line.npos));
    if (mol) return FileFormat::MolSdf;
    if (line.starts_with("data_") || line.starts_with("_atom_site.")) return FileFormat::MmCif;
    if (isPdbLine(line)) return FileFormat::Pdb;
  }
  return isXyz(lines) ? FileFormat::Xyz : FileFormat::Smiles;
}

const std::vector<std::string>& readableExtensions() {
  static const std::vector<std::string> all = patterns([](const Ending&) { return true; });
  return all;
}

const std::vector<std::string>& writableExtensions() {
  static const std::vector<std::string> all =
      patterns([](const Ending& ending) { return ending.use == Ending::Use::ReadAndWrite; });
  return all;
}

}  // namespace molloquy::chem
