#pragma once

namespace molloquy::widgets {

/// What is known of the structure beyond its atoms; choices that need what is not there are
/// disabled and say so.
struct ViewData {
  bool structure = false;
  bool partialCharges = false;  ///< also electrostatic surfaces.
  bool logpShares = false;      ///< hydrophobic surfaces.
  bool residues = false;        ///< chains, residues, their labels.
  bool backbone = false;        ///< ribbons and fold.
  bool custom = false;
  bool attention = false;
  bool dipole = false;
  bool cip = false;
};

}  // namespace molloquy::widgets
