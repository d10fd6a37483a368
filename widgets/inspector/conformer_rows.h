#pragma once

#include <optional>

namespace molloquy::widgets {

/// What the table says of one conformer; a value that was not computed is absent.
struct ConformerRow {
  int number = 1;                            ///< as shown, 1-based.
  std::optional<double> relativeKcalPerMol;  ///< above the lowest.
  std::optional<double> share;               ///< Boltzmann, 0..1.
  std::optional<double> rmsdAngstrom;        ///< to the lowest.
  std::optional<double> torsionDegrees;      ///< of the torsion that is followed.
  int degeneracy = 1;  ///< 2: stands for its mirror image too, shown as "×2".
};

/// A conformer laid over the current one, in the colour of a pin.
struct OverlaidConformer {
  int conformer = 0;  ///< 0-based.
  int slot = 0;       ///< of the pin colours; kept while it is on.
  friend bool operator==(const OverlaidConformer&, const OverlaidConformer&) = default;
};

}  // namespace molloquy::widgets
