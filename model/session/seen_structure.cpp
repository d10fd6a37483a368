#include "model/session/seen_structure.h"

#include <cassert>
#include <utility>

namespace molloquy::session {

SeenStructure seenStructure(const chem::Molecule& molecule, const chem::Conformer& conformer,
                            std::string smiles) {
  assert(conformer.positions.size() == molecule.atoms().size());
  SeenStructure seen;
  seen.smiles = std::move(smiles);
  for (const chem::Atom& atom : molecule.atoms()) {
    seen.symbols.push_back(chem::elementSymbol(atom.atomicNumber));
  }
  for (const chem::Point3& at : conformer.positions) {
    seen.positions.push_back(
        {static_cast<float>(at[0]), static_cast<float>(at[1]), static_cast<float>(at[2])});
  }
  return seen;
}

}  // namespace molloquy::session
