#include <algorithm>

#include <fmt/format.h>

#include "model/chem/formats/record_sink.h"
#include "model/chem/formats/writers.h"

namespace molloquy::chem {
namespace {

/// Things that a structure may have and a format may lack.
enum Kept : unsigned {
  Positions = 1U << 0U,
  Conformers = 1U << 1U,
  Bonds = 1U << 2U,
  Charges = 1U << 3U,
  Isotopes = 1U << 4U,
  Radicals = 1U << 5U,
  DativeBonds = 1U << 6U,
  StereoWithoutPositions = 1U << 7U,
  Residues = 1U << 8U,
  Titles = 1U << 9U,
  DataFields = 1U << 10U,
  Energies = 1U << 11U,
  View = 1U << 12U,
  Tautomer = 1U << 13U,
};

struct Kind {
  Kept what;
  const char* lost;  ///< "{} cannot hold ..., ..."
};

constexpr Kind kKinds[] = {
    {Positions, "positions: only the graph is written"},
    {Conformers, "several shapes: only the first is written"},
    {Bonds, "bonds and their orders; a reader has to find them from the distances"},
    {Charges, "formal charges"},
    {Isotopes, "isotopes"},
    {Radicals, "radicals"},
    {DativeBonds, "dative bonds; they become single bonds"},
    {StereoWithoutPositions, "the stereo marks of a structure without positions"},
    {Residues, "residues and atom names"},
    {Titles, "titles"},
    {DataFields, "data fields"},
    {Energies, "energies"},
    {View, "the view"},
    {Tautomer, "where mobile hydrogens are: a reader may choose another tautomer"},
};

unsigned keptBy(FileFormat format) {
  constexpr unsigned kGraph = Bonds | Charges | Tautomer | Titles;
  switch (format) {
    case FileFormat::Smiles:
      return kGraph | Isotopes | Radicals | DativeBonds | StereoWithoutPositions;
    case FileFormat::MolSdf:
      return kGraph | Isotopes | Radicals | DativeBonds | StereoWithoutPositions | Positions |
             Conformers | DataFields | Energies;
    case FileFormat::Mol2:
      return kGraph | Positions | Conformers | Residues;
    case FileFormat::Pdb:
    case FileFormat::MmCif:
      return kGraph | Positions | Conformers | Residues;
    case FileFormat::Xyz:
      return Positions | Conformers | Titles | Energies | Tautomer;
    case FileFormat::Cml:
      return kGraph | Isotopes | Radicals | DativeBonds | StereoWithoutPositions | Positions |
             Conformers | DataFields | Energies;
    case FileFormat::Cjson:
      return kGraph | Isotopes | Radicals | Positions | Conformers | Residues | DataFields |
             Energies | View;
    case FileFormat::Inchi:
      return Bonds | Charges | Isotopes | StereoWithoutPositions | Titles;
  }
  return 0;
}

bool hasStereo(const Molecule& molecule) {
  const auto drawing = flatDrawing(molecule);
  if (!drawing) return false;
  return std::any_of(drawing->marks.begin(), drawing->marks.end(),
                     [](FlatDrawing::Mark mark) { return mark != FlatDrawing::Mark::None; });
}

/// What the record has that the format lacks. A drawing is only made where it matters.
unsigned featuresOf(const WrittenRecord& record, unsigned lacking) {
  unsigned features = Tautomer;
  for (const Atom& atom : record.molecule->atoms()) {
    if (atom.formalCharge != 0) features |= Charges;
    if (atom.isotope != 0) features |= Isotopes;
    if (atom.radicalElectrons != 0) features |= Radicals;
  }
  for (const Bond& bond : record.molecule->bonds()) {
    features |= Bonds;
    if (bond.order == BondOrder::Dative) features |= DativeBonds;
  }
  if (!record.conformers.empty()) features |= Positions;
  if (record.conformers.size() > 1) features |= Conformers;
  for (const Conformer& conformer : record.conformers) {
    if (conformer.energyKcalPerMol) features |= Energies;
  }
  if (record.molecule->biopolymer()) features |= Residues;
  if (!titleOf(record).empty()) features |= Titles;
  const bool fields = std::any_of(record.properties.begin(), record.properties.end(),
                                  [](const auto& field) { return field.first != kConformerField; });
  if (fields) features |= DataFields;
  if (!record.viewJson.empty()) features |= View;
  const bool flat = record.conformers.empty() && (lacking & StereoWithoutPositions) != 0;
  if (flat && hasStereo(*record.molecule)) features |= StereoWithoutPositions;
  return features & lacking;
}

}  // namespace

std::vector<std::string> lossesOf(const std::vector<WrittenRecord>& records, FileFormat format) {
  const unsigned lacking = ~keptBy(format);
  unsigned lost = 0;
  for (const WrittenRecord& record : records) {
    if (record.molecule) lost |= featuresOf(record, lacking);
  }
  if ((lost & Positions) != 0) lost &= ~Conformers;
  std::vector<std::string> sentences;
  for (const Kind& kind : kKinds) {
    // The view is the program's own; nobody expects it in a foreign format.
    if ((lost & kind.what) == 0 || kind.what == View) continue;
    sentences.push_back(fmt::format("{} cannot hold {}.", formatName(format), kind.lost));
  }
  return sentences;
}

}  // namespace molloquy::chem
