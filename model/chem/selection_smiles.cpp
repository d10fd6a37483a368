#include <exception>
#include <memory>
#include <vector>

#include <GraphMol/MolOps.h>
#include <GraphMol/RWMol.h>
#include <GraphMol/SmilesParse/SmilesWrite.h>
#include <fmt/format.h>

#include "model/chem/rdkit_molecule.h"
#include "model/chem/selection_parts.h"

namespace molloquy::chem {
namespace {

constexpr const char* kChosen = "molloquyChosen";

/// Marks the chosen atoms, by a property that outlives the renumbering of removeHs.
void mark(RDKit::RWMol& mol, std::span<const AtomIndex> atoms) {
  for (const AtomIndex atom : atoms) mol.getAtomWithIdx(atom.value)->setProp(kChosen, 1);
}

std::vector<int> markedAtoms(const RDKit::ROMol& mol) {
  std::vector<int> marked;
  for (const RDKit::Atom* atom : mol.atoms()) {
    if (atom->hasProp(kChosen)) marked.push_back(static_cast<int>(atom->getIdx()));
  }
  return marked;
}

bool cutsAromaticRing(const RDKit::ROMol& mol) {
  for (const RDKit::Bond* bond : mol.bonds()) {
    if (!bond->getIsAromatic()) continue;
    if (bond->getBeginAtom()->hasProp(kChosen) != bond->getEndAtom()->hasProp(kChosen)) return true;
  }
  return false;
}

}  // namespace

Result<std::string> smilesOfSelection(const Molecule& molecule, std::span<const AtomIndex> atoms) {
  if (!molecule.rdkit()) return tl::unexpected(withoutChemistry(molecule, "A SMILES of a part"));
  if (atoms.empty()) {
    return fail(ErrorCode::InvalidInput, "No atoms are chosen; select the part first.");
  }
  bool heavy = false;
  for (const AtomIndex atom : atoms) {
    if (atom.value >= molecule.atoms().size()) {
      return fail(ErrorCode::InvalidInput,
                  fmt::format("There is no atom {}; the structure has {}. Select the part again.",
                              std::uint64_t{atom.value} + 1, molecule.atoms().size()));
    }
    heavy |= molecule.atoms()[atom.value].atomicNumber != 1;
  }
  try {
    auto mol = std::make_unique<RDKit::RWMol>(*molecule.rdkit()->mol);
    mark(*mol, atoms);
    if (heavy) RDKit::MolOps::removeHs(*mol, false, false, false);
    if (cutsAromaticRing(*mol)) RDKit::MolOps::KekulizeIfPossible(*mol, true);
    return RDKit::MolFragmentToSmiles(*mol, markedAtoms(*mol));
  } catch (const std::exception& problem) {
    return fail(ErrorCode::Internal,
                fmt::format("No SMILES could be written for these atoms: {}.", problem.what()));
  }
}

}  // namespace molloquy::chem
