#include "app/document/document_state.h"

#include <algorithm>
#include <utility>

namespace molloquy::app {

std::vector<AtomIndex> carriedOver(const std::vector<AtomIndex>& atoms,
                                   const std::vector<std::optional<AtomIndex>>& newIndexOf) {
  std::vector<AtomIndex> now;
  for (const AtomIndex atom : atoms) {
    if (atom.value < newIndexOf.size() && newIndexOf[atom.value]) {
      now.push_back(*newIndexOf[atom.value]);
    }
  }
  return now;
}

DocumentState afterEdit(const DocumentState& before, const chem::edit::Outcome& outcome,
                        const QString& canonicalSmiles) {
  DocumentState after = before;
  after.smiles = canonicalSmiles;
  if (outcome.molecule == before.molecule) {
    after.conformers[static_cast<std::size_t>(before.conformer)] = outcome.conformer;
    return after;
  }
  after.molecule = outcome.molecule;
  after.conformers = {outcome.conformer};
  after.conformer = 0;
  after.measurements.clear();
  for (const chem::Measurement& measurement : before.measurements) {
    std::vector<AtomIndex> atoms = carriedOver(measurement.atoms, outcome.newIndexOf);
    if (atoms.size() == measurement.atoms.size()) {
      after.measurements.push_back({std::move(atoms), measurement.shown});
    }
  }
  after.fixedAtoms = carriedOver(before.fixedAtoms, outcome.newIndexOf);
  std::sort(after.fixedAtoms.begin(), after.fixedAtoms.end());
  after.style = render::carriedOver(before.style, outcome.newIndexOf);
  return after;
}

}  // namespace molloquy::app
