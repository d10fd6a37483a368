#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <span>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/base/growing_file.h"
#include "model/chem/structure_writer.h"
#include "model/library/transfer/library_import.h"
#include "model/library/transfer/written_molecule.h"

namespace molloquy::library {
namespace {

/// Names and so on parted in one cell or field.
constexpr const char* kBetween = "; ";
constexpr const char* kTableHeader =
    "inchikey\tsmiles\tformula\taverage_mass\tname\tsynonyms\tidentifiers\tdescription\ttags\t"
    "notes\tsource\n";

template <class Items, class TextOf>
std::string joined(const Items& items, const TextOf& textOf) {
  std::string all;
  for (const auto& item : items) {
    const std::string text = textOf(item);
    if (text.empty()) continue;
    if (!all.empty()) all += kBetween;
    all += text;
  }
  return all;
}

std::string namesOf(const LibraryMolecule& molecule, bool (*wanted)(NameKind)) {
  return joined(molecule.names, [&](const MoleculeName& name) {
    return wanted(name.kind) && name.text != molecule.title ? name.text : std::string();
  });
}
bool isIdentifier(NameKind kind) { return kind == NameKind::Identifier; }
bool isOtherName(NameKind kind) { return kind != NameKind::Identifier; }

std::string sourcesOf(const LibraryMolecule& molecule) {
  return joined(molecule.sources, [](const Source& source) {
    return source.reference.empty() ? source.name : source.name + " " + source.reference;
  });
}

std::string textsOf(const LibraryMolecule& molecule) {
  std::string all;
  for (const MoleculeText& text : molecule.texts) {
    if (!all.empty()) all += ' ';
    all += text.text;
  }
  return all;
}

/// Tabs and line ends would end a cell.
std::string cell(std::string text) {
  for (char& letter : text) {
    if (letter == '\t' || letter == '\n' || letter == '\r') letter = ' ';
  }
  return text;
}

std::string tableRow(const LibraryMolecule& molecule) {
  const std::array cells = {molecule.inchiKey,
                            molecule.smiles,
                            molecule.formula,
                            fmt::format("{:.3f}", molecule.averageMass),
                            molecule.title,
                            namesOf(molecule, isOtherName),
                            namesOf(molecule, isIdentifier),
                            textsOf(molecule),
                            joined(molecule.tags, [](const std::string& tag) { return tag; }),
                            molecule.notes,
                            sourcesOf(molecule)};
  std::string row;
  for (const std::string& text : cells) {
    row += cell(text);
    row += '\t';
  }
  row.back() = '\n';
  return row;
}

Result<std::string> sdfRecord(const LibraryMolecule& molecule) {
  chem::WrittenRecord record;
  record.molecule = molecule.molecule;
  record.title = molecule.title;
  for (const MoleculeConformer& one : molecule.conformers) {
    record.conformers.push_back(one.conformer);
  }
  const auto add = [&](const char* name, std::string value) {
    if (!value.empty()) record.properties.emplace_back(name, std::move(value));
  };
  add("INCHIKEY", molecule.inchiKey);
  add("SYNONYMS", namesOf(molecule, isOtherName));
  add("IDENTIFIERS", namesOf(molecule, isIdentifier));
  add("DESCRIPTION", textsOf(molecule));
  add("TAGS", joined(molecule.tags, [](const std::string& tag) { return tag; }));
  add("NOTES", molecule.notes);
  add("SOURCE", sourcesOf(molecule));
  for (const auto& value : molecule.properties) record.properties.push_back(value);
  return chem::writeStructure({record}, chem::FileFormat::MolSdf);
}

Result<std::string> written(const LibraryMolecule& molecule, ExportFormat format) {
  switch (format) {
    case ExportFormat::Sdf:
      return sdfRecord(molecule);
    case ExportFormat::Smiles:
      return fmt::format("{} {}\n", molecule.smiles, cell(molecule.title));
    case ExportFormat::Tsv:
      return tableRow(molecule);
    case ExportFormat::JsonLines:
      break;
  }
  return writtenMolecule(molecule).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) +
         "\n";
}

/// Every molecule's id: ids run from 0 in the order of arrival, with gaps of removed ones.
Result<std::vector<MoleculeId>> allIds(MoleculeLibrary& library, const std::stop_token& stop) {
  constexpr std::size_t kStep = 10'000;
  const auto info = library.info();
  if (!info) return tl::unexpected(info.error());
  std::vector<MoleculeId> ids;
  for (std::int64_t next = 0; ids.size() < info->molecules && !stop.stop_requested();) {
    std::vector<MoleculeId> asked;
    for (std::size_t i = 0; i < kStep; ++i) asked.emplace_back(next++);
    const auto rows = library.rows(asked);
    if (!rows) return tl::unexpected(rows.error());
    for (const LibraryRow& row : *rows) ids.push_back(row.id);
    // Far more gaps than molecules: another opening removed some meanwhile.
    if (next > static_cast<std::int64_t>(100 * (info->molecules + kStep))) break;
  }
  return ids;
}

tl::unexpected<Error> stopped(const std::filesystem::path& file) {
  return fail(ErrorCode::InvalidInput,
              fmt::format("The export to {} was stopped; nothing was written.", file.string()));
}

std::span<const std::byte> bytesOf(std::string_view text) { return std::as_bytes(std::span(text)); }

/// Tells progress some ten times a second.
class Teller {
 public:
  Teller(const std::filesystem::path& file, std::size_t all, const OnImportProgress& onProgress)
      : m_file(file.filename().string()), m_all(all), m_onProgress(onProgress) {}
  void tell(std::uint64_t done) {
    constexpr std::chrono::milliseconds kBetweenTwo{100};
    const auto now = std::chrono::steady_clock::now();
    if (!m_onProgress || now < m_next) return;
    m_next = now + kBetweenTwo;
    const double seconds = std::chrono::duration<double>(now - m_start).count();
    m_onProgress({.file = m_file,
                  .share = static_cast<double>(done) / static_cast<double>(m_all),
                  .records = done,
                  .recordsPerSecond = static_cast<double>(done) / std::max(seconds, 1e-6)});
  }

 private:
  std::string m_file;
  std::size_t m_all;
  const OnImportProgress& m_onProgress;
  std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point m_next = m_start;
};

}  // namespace

Result<std::uint64_t> exportFrom(MoleculeLibrary& library, std::span<const MoleculeId> ids,
                                 const std::filesystem::path& file, ExportFormat format,
                                 const OnImportProgress& onProgress, std::stop_token stop) {
  std::vector<MoleculeId> all;
  if (ids.empty()) {
    auto found = allIds(library, stop);
    if (!found) return tl::unexpected(found.error());
    if (stop.stop_requested()) return stopped(file);
    all = *std::move(found);
    ids = all;
  }
  auto out = GrowingFile::create(file);
  if (!out) return tl::unexpected(out.error());
  if (format == ExportFormat::Tsv) {
    if (auto done = out->write(bytesOf(kTableHeader)); !done) return tl::unexpected(done.error());
  }
  Teller teller(file, ids.size(), onProgress);
  std::uint64_t count = 0;
  for (const MoleculeId id : ids) {
    if (stop.stop_requested()) return stopped(file);
    const auto molecule = library.molecule(id);
    if (!molecule) return tl::unexpected(molecule.error());
    const auto text = written(*molecule, format);
    if (!text) return tl::unexpected(text.error().within("writing " + molecule->inchiKey));
    if (auto done = out->write(bytesOf(*text)); !done) return tl::unexpected(done.error());
    teller.tell(++count);
  }
  if (auto done = out->finish(); !done) return tl::unexpected(done.error());
  return count;
}

}  // namespace molloquy::library
