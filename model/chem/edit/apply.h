#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/base/result.h"
#include "model/chem/edit/operations.h"

namespace molloquy::chem::edit {

/// What an operation makes of a structure.
struct Outcome {
  std::shared_ptr<const Molecule> molecule;    ///< null when only positions changed: keep yours.
  std::shared_ptr<const Conformer> conformer;  ///< a position for every atom.
  /// Where every atom of the structure before is now; nullopt = it is gone.
  std::vector<std::optional<AtomIndex>> newIndexOf;
  std::vector<AtomIndex> added;       ///< heavy atoms that are new, to select or to continue from.
  std::string title;                  ///< names the step in the history: "Change C5 to nitrogen".
  std::vector<std::string> warnings;  ///< "C5 has 5 bonds; carbon takes 4." Odd, but done.
};

/// Carries an operation out. Valences that are not normal are warnings, never refusals; stereo is
/// read off the positions; residues and names of untouched atoms are kept.
/// Null molecule with no atoms is fine: AddAtom, AddFragment and Insert start a structure.
/// Errors: InvalidInput (an atom that is not there, no four substituents, a bond to itself; the
/// sentence names the atom), Unsupported (no RDKit side).
/// Thread: any; no state.
Result<Outcome> apply(const Molecule& molecule, const Conformer& conformer,
                      const Operation& operation);

/// A structure with no atoms, to start drawing from.
std::shared_ptr<const Molecule> emptyMolecule();

}  // namespace molloquy::chem::edit
