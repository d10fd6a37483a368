#include <memory>
#include <utility>

#include <GraphMol/Conformer.h>
#include <GraphMol/FileParsers/FileParsers.h>
#include <GraphMol/MolOps.h>
#include <fmt/format.h>

#include "model/chem/formats/readers.h"
#include "model/chem/rdkit_errors.h"
#include "model/chem/rdkit_molecule.h"

namespace molloquy::chem {
namespace {

constexpr std::string_view kSection = "@<TRIPOS>";
constexpr std::string_view kMolecule = "@<TRIPOS>MOLECULE";

/// Index of a section's header line, or nullopt.
std::optional<std::size_t> sectionAt(const TextLines& record, std::string_view name) {
  for (std::size_t i = 0; i < record.lines.size(); ++i) {
    const std::string_view line = record.lines[i];
    if (line.starts_with(kSection) && trimmed(line.substr(kSection.size())) == name) return i;
  }
  return std::nullopt;
}

std::optional<Error> checkCounts(const TextLines& record) {
  if (record.lines.size() < 3) {
    return Error(ErrorCode::InvalidInput,
                 fmt::format("The record that starts at line {} ends before its counts line. The "
                             "file is probably cut off; get it again.",
                             record.firstLine));
  }
  const std::vector<std::string_view> words = wordsOf(record.lines[2]);
  const auto atoms = words.empty() ? std::nullopt : integerFrom(words[0]);
  if (!atoms || *atoms < 0) {
    return Error(ErrorCode::InvalidInput,
                 fmt::format("Line {} should start with the number of atoms but is \"{}\".",
                             record.number(2), record.lines[2].substr(0, 40)));
  }
  if (auto refused = refuseAtomCount(static_cast<std::size_t>(*atoms))) return refused;
  const auto section = sectionAt(record, "ATOM");
  const std::size_t available = section ? record.lines.size() - *section - 1 : 0;
  if (available < static_cast<std::size_t>(*atoms)) {
    return Error(ErrorCode::InvalidInput,
                 fmt::format("The record promises {} atoms at line {} but has {} lines after its "
                             "{}ATOM line. The file is probably cut off; get it again.",
                             *atoms, record.number(2), available, kSection));
  }
  return std::nullopt;
}

AtomPlaces placesIn(const TextLines& record) {
  const auto name = [&record](unsigned index) {
    const std::size_t line = sectionAt(record, "ATOM").value_or(0) + 1 + index;
    if (line >= record.lines.size()) return fmt::format("atom {}", index + 1);
    const std::vector<std::string_view> words = wordsOf(record.lines[line]);
    return fmt::format("{} at line {}", words.size() > 1 ? words[1] : "an atom",
                       record.number(line));
  };
  return {.name = name, .subject = "The record"};
}

Result<StructureRecord> readRecord(const TextLines& record) {
  if (auto problem = checkCounts(record)) return tl::unexpected(*std::move(problem));
  try {
    const std::unique_ptr<RDKit::RWMol> mol(RDKit::Mol2BlockToMol(record.joined(), true, false));
    if (!mol) {
      return fail(ErrorCode::InvalidInput,
                  "The record's atom types or bonds cannot be read. Save it with SYBYL atom types, "
                  "or as SDF.");
    }
    if (mol->getNumConformers() > 0) {
      RDKit::Conformer& conformer = mol->getConformer();
      bool flat = true;
      for (const auto& at : conformer.getPositions()) flat = flat && at.z == 0.0;
      // MOL2 has no mark for 2D drawings: all on z = 0 with hydrogens left out is one.
      const bool drawing = flat && RDKit::MolOps::needsHs(*mol);
      conformer.set3D(!drawing);
    }
    return recordFrom(*mol, std::string(trimmed(record.lines[1])), "");
  } catch (...) {
    return tl::unexpected(currentRdkitError(placesIn(record)));
  }
}

}  // namespace

void readMol2(const TextLines& text, StructureFile& file, const std::stop_token& stop) {
  std::vector<std::size_t> starts;
  for (std::size_t i = 0; i < text.lines.size(); ++i) {
    if (text.lines[i].starts_with(kMolecule)) starts.push_back(i);
  }
  if (starts.empty()) {
    file.rejected.emplace_back(
        ErrorCode::InvalidInput,
        fmt::format("There is no {} line, so this is no MOL2 file.", kMolecule));
    return;
  }
  starts.push_back(text.lines.size());
  for (std::size_t i = 0; i + 1 < starts.size() && !stop.stop_requested(); ++i) {
    const TextLines record = linesBetween(text, starts[i], starts[i + 1]);
    Result<StructureRecord> read = readRecord(record);
    if (read) {
      file.records.push_back(*std::move(read));
    } else {
      file.rejected.push_back(
          read.error().within(fmt::format("record {}, from line {}", i + 1, record.firstLine)));
    }
  }
}

}  // namespace molloquy::chem
