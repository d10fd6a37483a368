#include "model/chem/rdkit_molecule.h"

#include <map>
#include <string>
#include <tuple>
#include <utility>

#include <GraphMol/MonomerInfo.h>
#include <fmt/format.h>

namespace molloquy::chem {
namespace {

using Key = std::tuple<unsigned, std::string, int, std::string, std::string, bool>;

const RDKit::AtomPDBResidueInfo* markOf(const RDKit::Atom& atom) {
  return dynamic_cast<const RDKit::AtomPDBResidueInfo*>(atom.getMonomerInfo());
}

std::string bare(const std::string& name) {
  const std::size_t first = name.find_first_not_of(' ');
  if (first == std::string::npos) return {};
  return name.substr(first, name.find_last_not_of(' ') - first + 1);
}

Residue residueOf(const RDKit::AtomPDBResidueInfo& mark) {
  Residue residue;
  residue.name = bare(mark.getResidueName());
  residue.number = mark.getResidueNumber();
  const std::string insertion = bare(mark.getInsertionCode());
  residue.insertionCode = insertion.empty() ? ' ' : insertion.front();
  residue.chain = bare(mark.getChainId());
  residue.hetero = mark.getIsHeteroAtom();
  const unsigned fold = mark.getSecondaryStructure();
  residue.fold = fold == 1 ? Fold::Helix : fold == 2 ? Fold::Strand : Fold::Coil;
  return residue;
}

/// The one bonded atom of a hydrogen, or null.
const RDKit::Atom* carrierOf(const RDKit::ROMol& mol, const RDKit::Atom& hydrogen) {
  if (hydrogen.getAtomicNum() != 1 || hydrogen.getDegree() != 1) return nullptr;
  return *mol.atomNeighbors(&hydrogen).begin();
}

/// "CB" with two hydrogens -> "HB2", "HB3"; with three "HB1" to "HB3"; "N" with one -> "H".
std::string hydrogenName(const std::string& carrier, std::size_t elementLetters, unsigned place,
                         unsigned count) {
  std::string stem("H");
  if (carrier.size() > elementLetters) stem.append(carrier, elementLetters);
  if (count == 1) return stem;
  return fmt::format("{}{}", stem, place + (count == 2 ? 2 : 1));
}

void nameHydrogens(const RDKit::ROMol& mol, Biopolymer& result) {
  std::map<unsigned, unsigned> named;
  for (const RDKit::Atom* atom : mol.atoms()) {
    if (markOf(*atom) != nullptr) continue;
    const RDKit::Atom* carrier = carrierOf(mol, *atom);
    if (carrier == nullptr || markOf(*carrier) == nullptr) continue;
    unsigned count = 0;
    for (const RDKit::Atom* other : mol.atomNeighbors(carrier)) {
      count += other->getAtomicNum() == 1 && markOf(*other) == nullptr;
    }
    const unsigned place = named[carrier->getIdx()]++;
    result.residueOf[atom->getIdx()] = result.residueOf[carrier->getIdx()];
    result.atomNames[atom->getIdx()] =
        hydrogenName(result.atomNames[carrier->getIdx()],
                     elementSymbol(carrier->getAtomicNum()).size(), place, count);
  }
}

}  // namespace

void markResidues(RDKit::RWMol& mol, const Biopolymer& biopolymer) {
  for (unsigned i = 0; i < mol.getNumAtoms(); ++i) {
    const std::uint32_t place = biopolymer.residueOf[i];
    if (place == Biopolymer::kNoResidue) continue;
    const Residue& residue = biopolymer.residues[place];
    const unsigned fold = residue.fold == Fold::Helix ? 1 : residue.fold == Fold::Strand ? 2 : 0;
    mol.getAtomWithIdx(i)->setMonomerInfo(new RDKit::AtomPDBResidueInfo(
        biopolymer.atomNames[i], static_cast<int>(i) + 1, "", residue.name, residue.number,
        residue.chain, residue.insertionCode == ' ' ? "" : std::string(1, residue.insertionCode),
        1.0, 0.0, residue.hetero, fold, place + 1));
  }
}

std::shared_ptr<const Biopolymer> biopolymerOf(const RDKit::ROMol& mol) {
  auto result = std::make_shared<Biopolymer>();
  result->residueOf.assign(mol.getNumAtoms(), Biopolymer::kNoResidue);
  result->atomNames.resize(mol.getNumAtoms());
  std::map<Key, std::uint32_t> places;
  for (const RDKit::Atom* atom : mol.atoms()) {
    const RDKit::AtomPDBResidueInfo* mark = markOf(*atom);
    if (mark == nullptr) continue;
    const Key key(mark->getSegmentNumber(), mark->getChainId(), mark->getResidueNumber(),
                  mark->getInsertionCode(), mark->getResidueName(), mark->getIsHeteroAtom());
    const auto [place, isNew] =
        places.emplace(key, static_cast<std::uint32_t>(result->residues.size()));
    if (isNew) result->residues.push_back(residueOf(*mark));
    result->residueOf[atom->getIdx()] = place->second;
    result->atomNames[atom->getIdx()] = bare(mark->getName());
  }
  if (result->residues.empty()) return nullptr;
  nameHydrogens(mol, *result);
  return result;
}

}  // namespace molloquy::chem
