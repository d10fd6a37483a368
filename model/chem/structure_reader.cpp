#include "model/chem/structure_reader.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "model/base/atomic_file.h"
#include "model/chem/formats/gzip.h"
#include "model/chem/formats/readers.h"
#include "model/chem/rdkit_molecule.h"

namespace molloquy::chem {
namespace {

/// Larger files are libraries, not structures to look at.
constexpr std::uintmax_t kMaximumFileBytes = std::uintmax_t{512} << 20;

/// The text without byte order mark and with "\n" at every line end; `space` keeps it when it had
/// to be changed.
std::string_view normalised(std::string_view text, std::string& space) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (text.find('\r') == std::string_view::npos) return text;
  space.clear();
  space.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool lineEnd = text[i] == '\r';
    if (lineEnd && i + 1 < text.size() && text[i + 1] == '\n') continue;
    space.push_back(lineEnd ? '\n' : text[i]);
  }
  return space;
}

std::optional<Error> refuseText(std::string_view text) {
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
    return Error(ErrorCode::InvalidInput, "The text is in UTF-16. Save it as UTF-8.");
  }
  if (text.find('\0') != std::string_view::npos) {
    return Error(
        ErrorCode::InvalidInput,
        "This is binary data, not a text with structures. Choose a SMILES, InChI, MOL, SDF, MOL2, "
        "PDB, mmCIF, XYZ, CML or CJSON file.");
  }
  if (trimmed(text).empty()) {
    return Error(ErrorCode::InvalidInput, "There is nothing in it: the text is empty.");
  }
  return std::nullopt;
}

/// Extensions of files people try that hold no structure we read.
bool isForeign(const std::filesystem::path& path) {
  constexpr std::array<std::string_view, 11> kForeign = {
      ".cdx", ".cdxml", ".png", ".jpg", ".pdf", ".doc", ".docx", ".xls", ".xlsx", ".zip", ".bz2"};
  const std::string ending = lowerCase(path.extension().string());
  return std::find(kForeign.begin(), kForeign.end(), ending) != kForeign.end();
}

void readInto(RecordSink& sink, std::string_view text, FileFormat format) {
  switch (format) {
    case FileFormat::Smiles:
      return readSmilesTable(text, sink);
    case FileFormat::MolSdf:
      return readMolSdf(text, sink);
    case FileFormat::Mol2:
      return readMol2(text, sink);
    case FileFormat::Pdb:
      return readPdb(text, sink);
    case FileFormat::Xyz:
      return readXyz(text, sink);
    case FileFormat::MmCif:
      return readMmCif(text, sink);
    case FileFormat::Cml:
      return readCml(text, sink);
    case FileFormat::Cjson:
      return readCjson(text, sink);
    case FileFormat::Inchi:
      return readInchi(text, sink);
  }
}

/// Unpacked text, told by its content where no ending told the format.
Result<StructureFile> readBytes(std::string_view bytes, std::optional<FileFormat> format,
                                std::string displayName, const std::stop_token& stop,
                                const OnReadProgress& onProgress) {
  const std::string place = "reading " + displayName;
  std::string unpacked;
  if (isGzip(bytes)) {
    Result<std::string> text = gunzip(bytes, kMaximumFileBytes, stop);
    if (!text) return tl::unexpected(text.error().within(place));
    unpacked = *std::move(text);
    bytes = unpacked;
  }
  if (stop.stop_requested()) return RecordSink(std::move(displayName), stop, onProgress).finish();
  if (auto refused = refuseText(bytes)) return tl::unexpected(refused->within(place));
  if (!format) format = sniffFormat(bytes);
  silenceRdkitLog();
  std::string space;
  RecordSink sink(std::move(displayName), stop, onProgress);
  readInto(sink, normalised(bytes, space), *format);
  StructureFile file = sink.finish();
  if (!file.records.empty() || stop.stop_requested()) return file;
  if (!file.rejected.empty()) return tl::unexpected(file.rejected.front().within(place));
  return tl::unexpected(
      Error(ErrorCode::InvalidInput, "There is no structure in it.").within(place));
}

}  // namespace

Result<StructureFile> readStructureText(std::string_view text, FileFormat format,
                                        std::string displayName, std::stop_token stop,
                                        const OnReadProgress& onProgress) {
  return readBytes(text, format, std::move(displayName), stop, onProgress);
}

Result<StructureFile> readStructureFile(const std::filesystem::path& path, std::stop_token stop,
                                        const OnReadProgress& onProgress) {
  const std::optional<FileFormat> format = formatOfPath(path);
  if (!format && isForeign(path)) {
    return fail(ErrorCode::Unsupported,
                fmt::format("{} files cannot be read. Save the structure as SDF, MOL2, PDB, mmCIF, "
                            "XYZ or SMILES.",
                            path.extension().string()));
  }
  const Result<std::string> bytes = readFile(path, kMaximumFileBytes);
  if (!bytes) return tl::unexpected(bytes.error());
  return readBytes(*bytes, format, path.filename().string(), stop, onProgress);
}

}  // namespace molloquy::chem
