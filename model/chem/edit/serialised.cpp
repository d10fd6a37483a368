#include "model/chem/edit/serialised.h"

#include <bit>
#include <cstdint>
#include <string_view>

#include <GraphMol/ROMol.h>

#include "model/chem/rdkit_molecule.h"

namespace molloquy::chem::edit {
namespace {

/// Appends numbers little-endian, texts with their length.
class Bytes {
 public:
  void number(std::uint64_t value) {
    for (int shift = 0; shift < 64; shift += 8) {
      m_bytes.push_back(static_cast<char>((value >> shift) & 0xFF));
    }
  }
  void number(int value) { number(static_cast<std::uint64_t>(static_cast<std::int64_t>(value))); }
  void real(double value) { number(std::bit_cast<std::uint64_t>(value)); }
  void text(std::string_view value) {
    number(static_cast<std::uint64_t>(value.size()));
    m_bytes += value;
  }
  std::string take() { return std::move(m_bytes); }

 private:
  std::string m_bytes;
};

void writeGraph(Bytes& bytes, const Molecule& molecule) {
  bytes.text(molecule.name());
  bytes.number(static_cast<std::uint64_t>(molecule.atoms().size()));
  for (const Atom& atom : molecule.atoms()) {
    bytes.number(atom.atomicNumber);
    bytes.number(atom.formalCharge);
    bytes.number(atom.isotope);
    bytes.number(atom.radicalElectrons);
    bytes.number(atom.aromatic ? 1 : 0);
  }
  bytes.number(static_cast<std::uint64_t>(molecule.bonds().size()));
  for (const Bond& bond : molecule.bonds()) {
    bytes.number(static_cast<std::uint64_t>(bond.begin.value));
    bytes.number(static_cast<std::uint64_t>(bond.end.value));
    bytes.number(static_cast<int>(bond.order));
    bytes.number(static_cast<int>(bond.kekuleOrder));
  }
}

/// Marks and labels that only the RDKit side has.
void writeStereo(Bytes& bytes, const Molecule& molecule) {
  if (!molecule.rdkit()) return;
  const RDKit::ROMol& mol = *molecule.rdkit()->mol;
  for (const RDKit::Atom* atom : mol.atoms()) {
    std::string label;
    atom->getPropIfPresent("_CIPCode", label);
    bytes.number(static_cast<int>(atom->getChiralTag()));
    bytes.text(label);
  }
  for (const RDKit::Bond* bond : mol.bonds()) {
    bytes.number(static_cast<int>(bond->getStereo()));
    for (const int end : bond->getStereoAtoms()) bytes.number(end);
  }
}

void writeResidues(Bytes& bytes, const Biopolymer& biopolymer) {
  bytes.number(static_cast<std::uint64_t>(biopolymer.residues.size()));
  for (const Residue& residue : biopolymer.residues) {
    bytes.text(residue.name);
    bytes.text(residue.chain);
    bytes.number(residue.number);
    bytes.number(static_cast<int>(residue.insertionCode));
    bytes.number(residue.hetero ? 1 : 0);
    bytes.number(static_cast<int>(residue.fold));
  }
  for (const std::uint32_t residue : biopolymer.residueOf) {
    bytes.number(static_cast<std::uint64_t>(residue));
  }
  for (const std::string& name : biopolymer.atomNames) bytes.text(name);
}

}  // namespace

std::string serialised(const Molecule& molecule, const Conformer& conformer) {
  Bytes bytes;
  writeGraph(bytes, molecule);
  writeStereo(bytes, molecule);
  bytes.number(molecule.biopolymer() ? 1 : 0);
  if (molecule.biopolymer()) writeResidues(bytes, *molecule.biopolymer());
  for (const Point3& position : conformer.positions) {
    for (const double coordinate : position) bytes.real(coordinate);
  }
  bytes.number(static_cast<int>(conformer.source));
  bytes.number(conformer.energyKcalPerMol ? 1 : 0);
  if (conformer.energyKcalPerMol) bytes.real(*conformer.energyKcalPerMol);
  bytes.text(conformer.energyMethod);
  bytes.text(conformer.note);
  return bytes.take();
}

}  // namespace molloquy::chem::edit
