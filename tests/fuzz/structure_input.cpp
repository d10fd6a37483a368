#include "structure_input.h"

#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "model/chem/structure_reader.h"
#include "model/chem/structure_writer.h"

using namespace molloquy;

namespace {

void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", what);
  std::abort();
}

void checkConformer(const chem::Conformer& conformer, std::size_t atoms) {
  require(conformer.positions.size() == atoms, "one position an atom");
  for (const chem::Point3& at : conformer.positions) {
    for (const double coordinate : at) require(std::isfinite(coordinate), "finite positions");
  }
}

void checkRecord(const chem::StructureRecord& record) {
  require(record.molecule != nullptr, "a molecule");
  const chem::Molecule& molecule = *record.molecule;
  const std::size_t atoms = molecule.atoms().size();
  require(atoms > 0 && atoms <= chem::kReadableAtoms, "a number of atoms that can be read");
  for (const chem::Atom& atom : molecule.atoms()) {
    require(atom.atomicNumber >= 0 && atom.atomicNumber <= 118, "an element");
  }
  for (const chem::Bond& bond : molecule.bonds()) {
    require(bond.begin.value < atoms && bond.end.value < atoms && bond.begin != bond.end,
            "bonds between atoms");
  }
  for (const chem::Conformer& conformer : chem::conformersOf(record)) {
    checkConformer(conformer, atoms);
  }
  if (!molecule.biopolymer()) return;
  const chem::Biopolymer& biopolymer = *molecule.biopolymer();
  require(biopolymer.residueOf.size() == atoms && biopolymer.atomNames.size() == atoms,
          "residues of every atom");
  for (const std::uint32_t place : biopolymer.residueOf) {
    require(place == chem::Biopolymer::kNoResidue || place < biopolymer.residues.size(),
            "residues that are there");
  }
}

}  // namespace

void readAndCheck(std::string_view text, chem::FileFormat format) {
  const auto file = chem::readStructureText(text, format, "input");
  if (!file) {
    require(!file.error().message.empty(), "words of the refusal");
    return;
  }
  for (const chem::StructureRecord& record : file->records) {
    checkRecord(record);
    chem::WrittenRecord written;
    written.molecule = record.molecule;
    written.conformers = chem::conformersOf(record);
    written.properties = record.properties;
    const auto again = chem::writeStructure({written}, format);
    require(again || !again.error().message.empty(), "words of the refusal");
  }
}
