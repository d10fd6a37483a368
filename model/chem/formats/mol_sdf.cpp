#include <algorithm>
#include <cmath>
#include <memory>
#include <sstream>
#include <utility>

#include <GraphMol/Conformer.h>
#include <GraphMol/FileParsers/FileParsers.h>
#include <fmt/format.h>

#include "model/chem/formats/raw_structure.h"
#include "model/chem/formats/readers.h"
#include "model/chem/formats/record_builder.h"
#include "model/chem/formats/v3000.h"
#include "model/chem/rdkit_errors.h"

namespace molloquy::chem {
namespace {

constexpr std::size_t kHeaderLines = 3;

/// What a counts line promises.
struct Counts {
  std::size_t atoms = 0;
  std::size_t bonds = 0;
  std::size_t firstAtomLine = 0;  ///< index of the first atom line.
  bool v3000 = false;
};

Error lineError(const TextLines& record, std::size_t index, std::string_view what,
                std::string_view remedy) {
  return Error(ErrorCode::InvalidInput,
               fmt::format("Line {} {}. {}", record.number(index), what, remedy));
}

Error endsEarly(const TextLines& record, std::string_view missing) {
  return Error(ErrorCode::InvalidInput,
               fmt::format("The record ends at line {}, before {}. The file is probably cut off; "
                           "get it again.",
                           record.number(record.lines.size()) - 1, missing));
}

/// Reads the two numbers of a counts line; false when one is missing or negative.
bool readCounts(std::string_view atoms, std::string_view bonds, Counts& counts) {
  const long atomCount = integerFrom(trimmed(atoms)).value_or(-1);
  const long bondCount = integerFrom(trimmed(bonds)).value_or(-1);
  if (atomCount < 0 || bondCount < 0) return false;
  counts.atoms = static_cast<std::size_t>(atomCount);
  counts.bonds = static_cast<std::size_t>(bondCount);
  return true;
}

Result<Counts> countsV2000(const TextLines& record) {
  const std::string_view line = record.lines[kHeaderLines];
  Counts counts{.firstAtomLine = kHeaderLines + 1};
  if (line.size() < 4 || !readCounts(line.substr(0, 3), line.substr(3, 3), counts)) {
    return tl::unexpected(lineError(
        record, kHeaderLines, fmt::format("should be a counts line but is \"{}\"", shown(line)),
        "A MOL record has three header lines, then the numbers of atoms "
        "and bonds."));
  }
  return counts;
}

Result<Counts> countsV3000(const TextLines& record) {
  Counts counts{.v3000 = true};
  for (std::size_t i = kHeaderLines + 1; i < record.lines.size(); ++i) {
    const std::vector<std::string_view> words = wordsOf(record.lines[i]);
    if (words.size() < 3 || words[0] != "M" || words[1] != "V30") continue;
    if (words[2] == "COUNTS") {
      if (words.size() < 5 || !readCounts(words[3], words[4], counts)) {
        return tl::unexpected(lineError(record, i, "has no numbers of atoms and bonds",
                                        "Write M  V30 COUNTS atoms bonds 0 0 0."));
      }
    }
    if (words[2] == "BEGIN" && words.size() > 3 && words[3] == "ATOM") {
      counts.firstAtomLine = i + 1;
      return counts;
    }
  }
  if (counts.atoms == 0) return counts;
  return tl::unexpected(endsEarly(record, "its atom block"));
}

/// Checks what RDKit would only report by a bare exception or by reading past the record.
Result<Counts> checkedCounts(const TextLines& record) {
  if (record.lines.size() <= kHeaderLines) {
    return tl::unexpected(endsEarly(record, "its counts line"));
  }
  const bool v3000 = record.lines[kHeaderLines].find("V3000") != std::string_view::npos;
  Result<Counts> counts = v3000 ? countsV3000(record) : countsV2000(record);
  if (!counts) return counts;
  if (auto refused = refuseAtomCount(counts->atoms)) return tl::unexpected(*std::move(refused));
  const std::size_t lines = record.lines.size();
  if (counts->bonds > lines || counts->firstAtomLine + counts->atoms + counts->bonds > lines) {
    return tl::unexpected(endsEarly(record, fmt::format("the {} atoms and {} bonds that its counts "
                                                        "line promises",
                                                        counts->atoms, counts->bonds)));
  }
  return counts;
}

AtomPlaces placesIn(const TextLines& record, const Counts& counts) {
  const auto name = [&record, counts](unsigned index) {
    const std::size_t line = counts.firstAtomLine + index;
    if (line >= record.lines.size()) return fmt::format("atom {}", index + 1);
    const std::vector<std::string_view> words = wordsOf(record.lines[line]);
    const std::size_t symbol = 3;  // the fourth word, in V3000 too: M V30 1 C x y z
    return fmt::format("{}{} at line {}", words.size() > symbol ? words[symbol] : "atom ",
                       index + 1, record.number(line));
  };
  return {.name = name, .subject = "The record"};
}

/// "> <NAME>" headers and the lines below each, up to a blank line.
std::vector<std::pair<std::string, std::string>> dataFields(const TextLines& record) {
  std::vector<std::pair<std::string, std::string>> fields;
  bool inField = false;
  for (const std::string_view line : record.lines) {
    if (!line.empty() && line.front() == '>') {
      const std::size_t open = line.find('<');
      const std::size_t close = line.rfind('>');
      inField = open != std::string_view::npos && close != std::string_view::npos && close > open;
      if (inField) fields.emplace_back(line.substr(open + 1, close - open - 1), "");
    } else if (trimmed(line).empty()) {
      inField = false;
    } else if (inField) {
      std::string& value = fields.back().second;
      if (!value.empty()) value += '\n';
      value += line;
    }
  }
  return fields;
}

/// RDKit takes "nan" and 1e400 for coordinates.
std::optional<Error> refusePositions(const RDKit::ROMol& mol, const AtomPlaces& places) {
  constexpr double kFarthestAngstrom = 1e6;
  if (mol.getNumConformers() == 0) return std::nullopt;
  const auto& positions = mol.getConformer().getPositions();
  for (unsigned i = 0; i < positions.size(); ++i) {
    const RDGeom::Point3D& at = positions[i];
    const double farthest = std::max({std::abs(at.x), std::abs(at.y), std::abs(at.z)});
    const bool finite = std::isfinite(at.x) && std::isfinite(at.y) && std::isfinite(at.z);
    if (finite && farthest <= kFarthestAngstrom) continue;
    return Error(ErrorCode::InvalidInput,
                 fmt::format("The coordinates of {} are no places in angstrom. Correct them, or "
                             "get the file again.",
                             places.name(i)));
  }
  return std::nullopt;
}

Result<StructureRecord> readRecord(const TextLines& record, const std::stop_token& stop) {
  const Result<Counts> counts = checkedCounts(record);
  if (!counts) return tl::unexpected(counts.error());
  if (counts->atoms > kRdkitAtoms) {
    Result<RawStructure> raw = readLargeV3000(record, counts->atoms, stop);
    if (!raw) return tl::unexpected(raw.error());
    auto result = recordFrom(*std::move(raw), {.name = {}, .subject = "The record"}, stop);
    if (result) result->properties = dataFields(record);
    return result;
  }
  try {
    std::istringstream stream(record.joined());
    auto line = static_cast<unsigned>(record.firstLine - 1);
    const std::unique_ptr<RDKit::RWMol> mol(
        RDKit::MolDataStreamToMol(stream, line, true, false, true));
    if (!mol) return tl::unexpected(endsEarly(record, "a molecule"));
    if (auto refused = refuseAtomCount(mol->getNumAtoms())) {
      return tl::unexpected(*std::move(refused));
    }
    if (auto refused = refusePositions(*mol, placesIn(record, *counts))) {
      return tl::unexpected(*std::move(refused));
    }
    StructureRecord result = recordFromRdkit(*mol, std::string(trimmed(record.lines[0])), "");

    result.properties = dataFields(record);
    return result;
  } catch (...) {
    return tl::unexpected(currentRdkitError(placesIn(record, *counts)));
  }
}

bool isBlank(const TextLines& record) {
  for (const std::string_view line : record.lines) {
    if (!trimmed(line).empty()) return false;
  }
  return true;
}

}  // namespace

void readMolSdf(std::string_view content, RecordSink& sink) {
  const TextLines text = splitLines(content);
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= text.lines.size() && !sink.stopped(); ++i) {
    const bool atEnd = i == text.lines.size();
    if (!atEnd && !text.lines[i].starts_with("$$$$")) continue;
    const TextLines record = linesBetween(text, begin, i);
    begin = i + 1;
    if (atEnd && isBlank(record)) break;
    Result<StructureRecord> read = readRecord(record, sink.stopToken());
    if (read) {
      sink.addOrJoin(*std::move(read));
    } else {
      sink.reject(read.error().within(
          fmt::format("record {}, from line {}", sink.nextNumber(), record.firstLine)));
    }
    sink.advance(static_cast<double>(i) / static_cast<double>(text.lines.size()));
  }
}

}  // namespace molloquy::chem
