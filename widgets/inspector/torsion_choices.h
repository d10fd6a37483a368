#pragma once

#include <array>
#include <optional>
#include <span>
#include <vector>

#include <QString>

#include "model/chem/molecule.h"

namespace molloquy::widgets {

/// A torsion that can be turned, as it is offered in a list.
struct TorsionChoice {
  std::array<AtomIndex, 4> atoms;
  QString name;  ///< "C8–C9–C10–C11".
};

/// "C8–C9–C10–C11".
QString torsionName(const chem::Molecule& molecule, const std::array<AtomIndex, 4>& atoms);

/// Torsions about the single bonds outside rings, one a bond, heavy atoms at the ends where there
/// are some; bonds whose one end has only hydrogens come last. At most `most`.
std::vector<TorsionChoice> torsionChoices(const chem::Molecule& molecule, std::size_t most);

/// The torsion that a selection means: four atoms in a chain, or the two ends of a bond. nullopt
/// where it means none, or one about a bond of a ring.
std::optional<TorsionChoice> torsionOfSelection(const chem::Molecule& molecule,
                                                std::span<const AtomIndex> atoms);

}  // namespace molloquy::widgets
