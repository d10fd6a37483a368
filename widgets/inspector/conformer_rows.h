#pragma once

#include <optional>

#include <QMetaType>

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

}  // namespace molloquy::widgets
