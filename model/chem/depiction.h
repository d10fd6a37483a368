#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "model/base/result.h"
#include "model/chem/molecule.h"

namespace molloquy::chem {

/// Colours of a drawing as "#RRGGBB"; elements not listed are drawn in `bond`.
struct DepictionStyle {
  std::string bond = "#171C22";
  std::vector<std::pair<int, std::string>> elements;  ///< atomic number, colour.
  int width = 400;   ///< drawing box, pixels.
  int height = 300;
};

/// A 2D drawing without background: the SVG and where each atom lies in it.
struct Depiction {
  std::string svg;
  int width = 0;
  int height = 0;
  /// By AtomIndex; nullopt for the hydrogens that are not drawn.
  std::vector<std::optional<std::array<double, 2>>> atomPositions;
  double bondLength = 0;  ///< typical bond length in the drawing, pixels.
};

/// Errors: Unsupported (no RDKit), Internal (no layout found).
Result<Depiction> depict(const Molecule& molecule, const DepictionStyle& style);

}  // namespace molloquy::chem
