#include <algorithm>
#include <memory>
#include <utility>

#include <GraphMol/Conformer.h>
#include <GraphMol/FileParsers/FileParsers.h>
#include <GraphMol/MolOps.h>
#include <fmt/format.h>

#include "model/chem/formats/mol2_record.h"
#include "model/chem/formats/readers.h"
#include "model/chem/formats/record_builder.h"
#include "model/chem/rdkit_errors.h"
#include "model/chem/rdkit_molecule.h"

namespace molloquy::chem {
namespace {

constexpr std::string_view kMolecule = "@<TRIPOS>MOLECULE";

AtomPlaces placesIn(const TextLines& record, const Mol2Record& parsed) {
  const auto name = [&record, &parsed](unsigned index) {
    if (index >= parsed.lines.size()) return fmt::format("atom {}", index + 1);
    return fmt::format("{} at line {}", parsed.names[index], record.number(parsed.lines[index]));
  };
  return {.name = name, .subject = "The record"};
}

/// MOL2 has no mark for 2D drawings: all on z = 0 is one when hydrogens are left out.
bool isFlat(const RawStructure& raw) {
  const auto& at = raw.frames.front().positions;
  return std::all_of(at.begin(), at.end(), [](const Point3& p) { return p[2] == 0.0; });
}

bool hasHydrogens(const RawStructure& raw) {
  return std::any_of(raw.atoms.begin(), raw.atoms.end(),
                     [](const Atom& atom) { return atom.atomicNumber == 1; });
}

/// The record written anew, every field in its place: RDKit asserts that they are.
std::string tidied(const Mol2Record& parsed) {
  const RawStructure& raw = parsed.structure;
  std::string text = fmt::format("{}\nx\n{} {} 1 0 0\nSMALL\nNO_CHARGES\n\n@<TRIPOS>ATOM\n",
                                 kMolecule, raw.atoms.size(), raw.bonds.size());
  auto out = std::back_inserter(text);
  for (std::size_t i = 0; i < raw.atoms.size(); ++i) {
    const Point3& at = raw.frames.front().positions[i];
    fmt::format_to(out, "{} A{} {} {} {} {} 1 X 0.0\n", i + 1, i + 1, at[0], at[1], at[2],
                   parsed.types[i]);
  }
  text += "@<TRIPOS>BOND\n";
  for (std::size_t i = 0; i < raw.bonds.size(); ++i) {
    const Bond& bond = raw.bonds[i];
    fmt::format_to(out, "{} {} {} {}\n", i + 1, bond.begin.value + 1, bond.end.value + 1,
                   bond.order == BondOrder::Aromatic ? "ar"
                   : bond.order == BondOrder::Triple ? "3"
                   : bond.order == BondOrder::Double ? "2"
                                                     : "1");
  }
  return text;
}

/// Charges from the SYBYL types, as RDKit reads them.
Result<StructureRecord> readTyped(const TextLines& record, const Mol2Record& parsed) {
  try {
    const std::unique_ptr<RDKit::RWMol> mol(RDKit::Mol2BlockToMol(tidied(parsed), true, false));
    if (!mol || mol->getNumAtoms() != parsed.structure.atoms.size()) {
      return fail(ErrorCode::InvalidInput,
                  "The record's atom types or bonds cannot be read. Save it with SYBYL atom types, "
                  "or as SDF.");
    }
    if (mol->getNumConformers() > 0) {
      const bool drawing = isFlat(parsed.structure) && !hasHydrogens(parsed.structure);
      mol->getConformer().set3D(!drawing);
    }
    if (parsed.structure.biopolymer) markResidues(*mol, *parsed.structure.biopolymer);
    return recordFromRdkit(*mol, parsed.structure.name, "");
  } catch (...) {
    return tl::unexpected(currentRdkitError(placesIn(record, parsed)));
  }
}

Result<StructureRecord> readRecord(const TextLines& record, const std::stop_token& stop) {
  Result<Mol2Record> parsed = parseMol2Record(record, stop);
  if (!parsed) return tl::unexpected(parsed.error());
  if (!parsed->hasCharges && parsed->structure.atoms.size() <= kRdkitAtoms) {
    return readTyped(record, *parsed);
  }
  RawStructure raw = std::move(parsed->structure);
  const bool drawing = isFlat(raw) && !hasHydrogens(raw);
  if (drawing) raw.space = RawStructure::Space::Drawing;
  return recordFrom(std::move(raw), placesIn(record, *parsed), stop);
}

}  // namespace

void readMol2(std::string_view content, RecordSink& sink) {
  const TextLines text = splitLines(content);
  std::vector<std::size_t> starts;
  for (std::size_t i = 0; i < text.lines.size(); ++i) {
    if (text.lines[i].starts_with(kMolecule)) starts.push_back(i);
  }
  if (starts.empty()) {
    return sink.reject(
        Error(ErrorCode::InvalidInput,
              fmt::format("There is no {} line, so this is no MOL2 file.", kMolecule)));
  }
  starts.push_back(text.lines.size());
  for (std::size_t i = 0; i + 1 < starts.size() && !sink.stopped(); ++i) {
    const TextLines record = linesBetween(text, starts[i], starts[i + 1]);
    Result<StructureRecord> read = readRecord(record, sink.stopToken());
    if (read) {
      sink.add(*std::move(read));
    } else {
      sink.reject(
          read.error().within(fmt::format("record {}, from line {}", i + 1, record.firstLine)));
    }
    sink.advance(static_cast<double>(starts[i + 1]) / static_cast<double>(text.lines.size()));
  }
}

}  // namespace molloquy::chem
