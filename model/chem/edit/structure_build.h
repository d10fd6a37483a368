#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/base/result.h"
#include "model/chem/edit/apply.h"
#include "model/chem/edit/draft.h"

/// From a changed draft back to a structure.
namespace molloquy::chem::edit {

/// What a step is called, which new atoms the person asked for, and what was odd about it.
struct Step {
  std::string title{};
  std::vector<std::uint32_t> added{};  ///< places in the draft.
  std::vector<std::string> warnings{};
  std::vector<std::uint32_t> touched{};  ///< atoms whose valence is looked at for warnings.
  GeometrySource source = GeometrySource::Edited;
  /// By atom of the draft; null = those of the structure before.
  std::shared_ptr<const Biopolymer> residues{};
};

/// The Outcome of a draft of `before`: aromaticity, rings and stereo (from the positions) are found
/// anew; residues and names of the atoms that stayed are kept; atoms that RDKit cannot
/// make sense of stay as drawn, with a warning. Over kRdkitAtoms the values alone.
/// Errors: Internal.
Result<Outcome> finished(const Draft& draft, const Molecule& before, const Conformer& conformer,
                         Step step);

/// The same molecule with other positions; a new one when a stereo centre or double bond changed
/// its sense.
Result<Outcome> repositioned(const Molecule& before, const Conformer& conformer,
                             Positions positions, Step step);

/// A molecule of plain values: what `finished` does for its graph.
struct Built {
  std::shared_ptr<const Molecule> molecule;
  std::vector<std::string> warnings{};
};
Result<Built> builtMolecule(const std::vector<Atom>& atoms, const std::vector<Bond>& bonds,
                            const Positions& positions, const std::string& name,
                            std::shared_ptr<const Biopolymer> biopolymer);

}  // namespace molloquy::chem::edit
