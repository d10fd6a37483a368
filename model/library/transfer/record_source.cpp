#include "model/library/transfer/record_source.h"

#include <utility>

#include <fmt/format.h>

#include "model/chem/file_format.h"
#include "model/corpus/importers/importer.h"
#include "model/corpus/importers/text_input.h"
#include "model/library/transfer/column_roles.h"

namespace molloquy::library {
namespace {

std::string endingOf(const std::filesystem::path& file) {
  std::filesystem::path name = file.filename();
  if (lowered(name.extension().string()) == ".gz") name.replace_extension();
  return lowered(name.extension().string());
}

/// A list of SMILES, or a table when its first line names a column of them.
Result<FileKind> tableOrLines(const std::filesystem::path& file) {
  const auto input = corpus::TextInput::open(file);
  if (!input) return tl::unexpected(input.error());
  const std::string_view text = (*input)->beginning();
  const std::string line(text.substr(0, text.find('\n')));
  for (const char separator : {'\t', ',', ';'}) {
    if (line.find(separator) == std::string::npos) continue;
    for (const std::string& cell : cellsOfLine(line, separator)) {
      const ColumnRole role = roleOfName(cell).value_or(ColumnRole::Ignored);
      if (role == ColumnRole::Smiles || role == ColumnRole::Inchi) return FileKind::Table;
    }
  }
  return FileKind::Lines;
}

Result<FileKind> kindByContent(const std::filesystem::path& file) {
  const auto guessed = corpus::guessImportFormat(file);
  if (!guessed) return tl::unexpected(guessed.error());
  switch (*guessed) {
    case corpus::ImportFormat::Sdf:
      return FileKind::Sdf;
    case corpus::ImportFormat::Corpus:
    case corpus::ImportFormat::JsonLines:
      return FileKind::JsonLines;
    case corpus::ImportFormat::SmilesList:
      return FileKind::Lines;
    case corpus::ImportFormat::MolT5:
    case corpus::ImportFormat::PubChem324k:
    case corpus::ImportFormat::Csv:
    case corpus::ImportFormat::Tsv:
      return FileKind::Table;
    default:
      break;
  }
  return fail(ErrorCode::Unsupported,
              fmt::format("{} is no file of structures for a library. Convert it with "
                          "\"molloquy-cli data import\" first.",
                          file.string()));
}

}  // namespace

Result<FileKind> kindOfFile(const std::filesystem::path& file) {
  const std::string ending = endingOf(file);
  if (ending == ".csv" || ending == ".tsv" || ending == ".tab") return FileKind::Table;
  if (ending == ".jsonl") return FileKind::JsonLines;
  const std::optional<chem::FileFormat> format = chem::formatOfPath(file);
  if (format == chem::FileFormat::MolSdf) return FileKind::Sdf;
  if (format == chem::FileFormat::Smiles || ending == ".txt") return tableOrLines(file);
  if (format) return FileKind::Structures;
  return kindByContent(file);
}

Result<OpenedRecords> openRecords(const std::filesystem::path& file,
                                  const std::optional<TableMapping>& mapping,
                                  const std::stop_token& stop) {
  const auto kind = kindOfFile(file);
  if (!kind) return tl::unexpected(kind.error());
  switch (*kind) {
    case FileKind::Sdf:
      return openSdf(file);
    case FileKind::JsonLines:
      return openJsonLines(file);
    case FileKind::Structures:
      return openStructures(file, stop);
    case FileKind::Lines:
      if (!mapping) return openSmilesLines(file);
      break;
    case FileKind::Table:
      break;
  }
  if (mapping) return openTable(file, *mapping);
  const auto preview = tablePreview(file);
  if (!preview) return tl::unexpected(preview.error());
  return openTable(file, preview->mapping);
}

}  // namespace molloquy::library
