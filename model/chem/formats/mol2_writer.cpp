#include <algorithm>

#include <fmt/format.h>

#include "model/chem/formats/atom_labels.h"
#include "model/chem/formats/writers.h"

namespace molloquy::chem {
namespace {

/// What an atom's bonds say about its type.
struct Surroundings {
  std::size_t neighbours = 0;
  int doubles = 0;
  int triples = 0;
  int doubleOxygens = 0;
};

Surroundings around(const Molecule& molecule, AtomIndex atom) {
  Surroundings result;
  for (const BondIndex index : molecule.bondsOf(atom)) {
    const BondOrder order = molecule.bonds()[index.value].kekuleOrder;
    ++result.neighbours;
    result.doubles += order == BondOrder::Double;
    result.triples += order == BondOrder::Triple;
    const int other = molecule.atoms()[molecule.otherEnd(index, atom).value].atomicNumber;
    result.doubleOxygens += order == BondOrder::Double && other == 8;
  }
  return result;
}

/// A nitrogen beside C=O or C=S.
bool isAmide(const Molecule& molecule, AtomIndex nitrogen) {
  for (const BondIndex index : molecule.bondsOf(nitrogen)) {
    const AtomIndex carbon = molecule.otherEnd(index, nitrogen);
    if (molecule.atoms()[carbon.value].atomicNumber != 6) continue;
    for (const BondIndex next : molecule.bondsOf(carbon)) {
      const int z = molecule.atoms()[molecule.otherEnd(next, carbon).value].atomicNumber;
      const bool isDouble = molecule.bonds()[next.value].kekuleOrder == BondOrder::Double;
      if (isDouble && (z == 8 || z == 16)) return true;
    }
  }
  return false;
}

/// A neighbour that a lone pair is shared with.
bool isConjugated(const Molecule& molecule, AtomIndex atom) {
  for (const AtomIndex other : molecule.neighbours(atom)) {
    const bool unsaturated =
        molecule.atoms()[other.value].aromatic || around(molecule, other).doubles > 0;
    if (unsaturated) return true;
  }
  return false;
}

std::string nitrogenType(const Molecule& molecule, AtomIndex atom, const Surroundings& around) {
  if (around.neighbours == 4) return "N.4";
  if (around.triples > 0 || around.doubles > 1) return "N.1";
  if (molecule.atoms()[atom.value].aromatic) return around.neighbours == 2 ? "N.ar" : "N.pl3";
  if (around.doubles > 0) return around.doubleOxygens > 0 ? "N.pl3" : "N.2";
  if (isAmide(molecule, atom)) return "N.am";
  return isConjugated(molecule, atom) ? "N.pl3" : "N.3";
}

/// SYBYL atom type. Source: TRIPOS Mol2 file format (2005), table of atom types.
std::string sybylType(const Molecule& molecule, AtomIndex index) {
  const Atom& atom = molecule.atoms()[index.value];
  const Surroundings near = around(molecule, index);
  switch (atom.atomicNumber) {
    case 0:
      return "Du";
    case 6:
      if (atom.aromatic) return "C.ar";
      if (near.triples > 0 || near.doubles > 1) return "C.1";
      return near.doubles > 0 ? "C.2" : "C.3";
    case 7:
      return nitrogenType(molecule, index, near);
    case 8:
      return near.doubles > 0 ? "O.2" : "O.3";
    case 15:
      return "P.3";
    case 16:
      if (near.doubleOxygens == 1) return "S.O";
      if (near.doubleOxygens == 2) return "S.O2";
      return near.doubles > 0 ? "S.2" : "S.3";
    default:
      return elementSymbol(atom.atomicNumber);
  }
}

const char* bondType(BondOrder order) {
  switch (order) {
    case BondOrder::Double:
      return "2";
    case BondOrder::Triple:
      return "3";
    case BondOrder::Aromatic:
      return "ar";
    default:
      return "1";
  }
}

std::string substructureName(const Residue& residue) {
  return fmt::format("{}{}", residue.name, residue.number);
}

std::string moleculeText(const WrittenRecord& record, const Biopolymer& labels,
                         const std::vector<Point3>& positions) {
  const Molecule& molecule = *record.molecule;
  const auto charged = std::any_of(molecule.atoms().begin(), molecule.atoms().end(),
                                   [](const Atom& atom) { return atom.formalCharge != 0; });
  std::string text =
      fmt::format("@<TRIPOS>MOLECULE\n{}\n{} {} {} 0 0\n{}\nNO_CHARGES\n\n@<TRIPOS>ATOM\n",
                  titleOf(record), molecule.atoms().size(), molecule.bonds().size(),
                  labels.residues.size(), molecule.biopolymer() ? "BIOPOLYMER" : "SMALL");
  auto out = std::back_inserter(text);
  std::vector<std::size_t> roots(labels.residues.size(), 0);
  for (std::size_t i = molecule.atoms().size(); i-- > 0;) roots[labels.residueOf[i]] = i + 1;
  for (std::uint32_t i = 0; i < molecule.atoms().size(); ++i) {
    const std::uint32_t residue = labels.residueOf[i];
    fmt::format_to(out, "{} {} {:.4f} {:.4f} {:.4f} {} {} {}\n", i + 1, labels.atomNames[i],
                   positions[i][0], positions[i][1], positions[i][2],
                   sybylType(molecule, AtomIndex(i)), residue + 1,
                   substructureName(labels.residues[residue]));
  }
  if (charged) text += "@<TRIPOS>UNITY_ATOM_ATTR\n";
  for (std::size_t i = 0; i < molecule.atoms().size(); ++i) {
    const int charge = molecule.atoms()[i].formalCharge;
    if (charge != 0) fmt::format_to(out, "{} 1\ncharge {}\n", i + 1, charge);
  }
  text += "@<TRIPOS>BOND\n";
  for (std::size_t i = 0; i < molecule.bonds().size(); ++i) {
    const Bond& bond = molecule.bonds()[i];
    fmt::format_to(out, "{} {} {} {}\n", i + 1, bond.begin.value + 1, bond.end.value + 1,
                   bondType(bond.kekuleOrder));
  }
  text += "@<TRIPOS>SUBSTRUCTURE\n";
  for (std::size_t i = 0; i < labels.residues.size(); ++i) {
    const Residue& residue = labels.residues[i];
    fmt::format_to(out, "{} {} {} {} 0 {} {}\n", i + 1, substructureName(residue), roots[i],
                   residue.hetero ? "GROUP" : "RESIDUE",
                   residue.chain.empty() ? "****" : residue.chain, residue.name);
  }
  return text + '\n';
}

}  // namespace

Result<std::string> writeMol2(const std::vector<WrittenRecord>& records) {
  std::string text;
  for (const WrittenRecord& record : records) {
    Biopolymer labels = labelledResidues(*record.molecule);
    for (std::string& name : labels.atomNames) std::replace(name.begin(), name.end(), ' ', '_');
    if (record.conformers.empty()) {
      const Result<FlatDrawing> drawing = flatDrawing(*record.molecule);
      if (!drawing) return tl::unexpected(drawing.error());
      text += moleculeText(record, labels, drawing->positions);
    }
    for (const Conformer& conformer : record.conformers) {
      text += moleculeText(record, labels, conformer.positions);
    }
  }
  return text;
}

}  // namespace molloquy::chem
