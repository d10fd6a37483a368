#pragma once

#include <QString>
#include <memory>
#include <vector>

#include "model/chem/edit/apply.h"
#include "model/chem/geometry.h"
#include "model/chem/molecule.h"
#include "render/view_style.h"

namespace molloquy::app {

/// Everything about one structure that a step of its history can change. Molecules and conformers
/// are shared and constant, so that a step costs what it changed and no more.
struct DocumentState {
  std::shared_ptr<const chem::Molecule> molecule;
  std::vector<std::shared_ptr<const chem::Conformer>> conformers;  ///< at least one.
  int conformer = 0;                                               ///< the one that is shown.
  QString smiles;  ///< canonical; empty when the structure has none (no normal valences).
  std::vector<chem::Measurement> measurements;
  std::vector<AtomIndex> fixedAtoms;  ///< do not move when the structure is optimised. Sorted.
  render::ViewStyle style;

  [[nodiscard]] const std::shared_ptr<const chem::Conformer>& shown() const {
    return conformers[static_cast<std::size_t>(conformer)];
  }
  friend bool operator==(const DocumentState&, const DocumentState&) = default;
};

/// The state after an edit: new positions replace those of the shown conformer; a new molecule has
/// the one conformer that the edit gave it. Measurements, fixed atoms and styles of atoms go along;
/// those of atoms that are gone go too.
DocumentState afterEdit(const DocumentState& before, const chem::edit::Outcome& outcome,
                        const QString& canonicalSmiles);

/// `atoms` under their new indices; those that are gone are left out.
std::vector<AtomIndex> carriedOver(const std::vector<AtomIndex>& atoms,
                                   const std::vector<std::optional<AtomIndex>>& newIndexOf);

}  // namespace molloquy::app
