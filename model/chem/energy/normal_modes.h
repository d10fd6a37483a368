#pragma once

#include <vector>

#include "model/chem/energy/electronic_structure.h"

namespace molloquy::energy {

/// Second derivatives of the energy and first ones of the dipole, by coordinate (three an atom).
struct Derivatives {
  std::vector<double> hessian;        ///< hartree/bohr^2, row-major 3N x 3N, nearly symmetric.
  std::vector<chem::Point3> dipoles;  ///< debye/angstrom, by coordinate.
};

/// The vibrations of small displacements: the mass-weighted Hessian in the space that has neither
/// translations nor rotations, so there are exactly 3N-6 of them, 3N-5 of a linear molecule, by
/// wavenumber. `masses`: dalton, by atom. Empty for a single atom.
/// Source: Wilson, Decius, Cross, Molecular Vibrations (1955), chapters 2 and 7.
std::vector<NormalMode> normalModes(const chem::Positions& positions,
                                    const std::vector<double>& masses,
                                    const Derivatives& derivatives);

/// Mass of each atom, dalton: of its isotope, or the element's average. Precondition:
/// molecule.rdkit() or not; atomic numbers 1 to 118.
std::vector<double> massesOf(const chem::Molecule& molecule);

}  // namespace molloquy::energy
