#include "model/chem/formats/record_builder.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include <GraphMol/Conformer.h>
#include <GraphMol/MolOps.h>
#include <fmt/format.h>

#include "model/chem/rdkit_molecule.h"
#include "model/chem/smiles_reader.h"

namespace molloquy::chem {
namespace {

template <class Number>
std::optional<Number> parsed(std::string_view word) {
  if (word.size() > 1 && word.front() == '+') word.remove_prefix(1);
  Number value{};
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc() || end != word.data() + word.size()) return std::nullopt;
  return value;
}

bool hasThreeDimensions(const RDKit::Conformer& conformer) {
  if (!conformer.is3D()) return false;
  // A single atom lies at the origin of any file; two atoms on one point are no shape.
  const auto& at = conformer.getPositions();
  if (at.size() < 2) return true;
  return std::any_of(at.begin() + 1, at.end(),
                     [&](const RDGeom::Point3D& p) { return (p - at[0]).length() > 0.1; });
}

void append(std::string& note, std::string_view sentence) {
  if (!note.empty()) note += ' ';
  note += sentence;
}

}  // namespace

std::string TextLines::joined() const {
  std::string text;
  for (const std::string_view line : lines) text.append(line).push_back('\n');
  return text;
}

TextLines splitLines(std::string_view text) {
  TextLines result;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    result.lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return result;
}

TextLines linesBetween(const TextLines& all, std::size_t begin, std::size_t end) {
  const auto first = all.lines.begin();
  return {.lines = {first + static_cast<std::ptrdiff_t>(begin),
                    first + static_cast<std::ptrdiff_t>(end)},
          .firstLine = all.number(begin)};
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n\v\f";
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::vector<std::string_view> wordsOf(std::string_view line) {
  std::vector<std::string_view> words;
  std::size_t at = line.find_first_not_of(" \t\r");
  while (at != std::string_view::npos) {
    const std::size_t end = std::min(line.find_first_of(" \t\r", at), line.size());
    words.push_back(line.substr(at, end - at));
    at = line.find_first_not_of(" \t\r", end);
  }
  return words;
}

std::optional<double> numberFrom(std::string_view word) {
  const auto value = parsed<double>(word);
  return value && std::isfinite(*value) ? value : std::nullopt;
}

std::optional<long> integerFrom(std::string_view word) { return parsed<long>(word); }

std::optional<Error> refuseAtomCount(std::size_t atoms) {
  if (atoms == 0) {
    return Error(ErrorCode::InvalidInput, "The record has no atoms; there is nothing to show.");
  }
  if (atoms > kMaximumAtoms) {
    return Error(
        ErrorCode::InvalidInput,
        fmt::format("The record has {} atoms, more than the {} that can be opened. Cut out "
                    "the part of interest.",
                    atoms, kMaximumAtoms));
  }
  return std::nullopt;
}

StructureRecord recordFrom(const RDKit::RWMol& sanitised, std::string name, std::string note,
                           int conformerId) {
  RDKit::RWMol complete(sanitised);
  const bool hasShape =
      complete.getNumConformers() > 0 && hasThreeDimensions(complete.getConformer(conformerId));
  const unsigned before = complete.getNumAtoms();
  RDKit::MolOps::addHs(complete, false, hasShape);
  const unsigned added = complete.getNumAtoms() - before;

  StructureRecord record;
  record.molecule = fromRdkit(complete, std::move(name));
  if (!hasShape) return record;
  Conformer conformer;
  conformer.source = GeometrySource::File;
  for (const RDGeom::Point3D& at : complete.getConformer(conformerId).getPositions()) {
    conformer.positions.push_back({at.x, at.y, at.z});
  }
  conformer.note = std::move(note);
  if (added > 0) {
    append(conformer.note,
           fmt::format("{} that the file leaves out {} added at standard bond lengths.",
                       added == 1 ? "1 hydrogen" : fmt::format("{} hydrogens", added),
                       added == 1 ? "was" : "were"));
  }
  record.conformer = std::move(conformer);
  return record;
}

}  // namespace molloquy::chem
