#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <vector>

#include "model/base/result.h"
#include "model/chem/geometry.h"

namespace molloquy::energy {

struct Orbital {
  double energyEv = 0;
  double occupation = 0;  ///< 0..2 electrons.
};

struct NormalMode {
  double wavenumber = 0;                    ///< 1/cm; negative = imaginary.
  double irIntensity = 0;                   ///< km/mol.
  double reducedMass = 0;                   ///< dalton.
  std::vector<chem::Point3> displacements;  ///< by atom, largest component 1.
};

/// What GFN2-xTB says of exactly these positions (closed shell, gas phase).
struct ElectronicStructure {
  double energyHartree = 0;
  std::vector<Orbital> orbitals;   ///< by energy.
  int homo = -1;                   ///< place in `orbitals`.
  std::vector<double> charges;     ///< Mulliken, elementary charges, by atom.
  std::vector<double> bondOrders;  ///< Wiberg, row-major N x N.
  chem::Point3 dipoleDebye{};      ///< vector, physicist's sign: from negative to positive.
  std::vector<NormalMode> modes;   ///< without translations and rotations; empty unless asked for.
};

enum class Modes { Skip, Compute };

/// A single point in a child process; with modes, a Hessian by central differences of gradients and
/// dipole derivatives for the IR intensities. Positions should be a GFN2 minimum for modes; if the
/// largest force says otherwise the imaginary modes show it.
/// onProgress counts the coordinates done, on the calling thread.
/// Errors: as quantum::checkInput; Unsupported (built without xtb), Internal. A stop is
/// InvalidInput.
Result<ElectronicStructure> electronicStructure(
    const chem::Molecule& molecule, const chem::Positions& positions, Modes modes,
    const std::function<void(int done, int of)>& onProgress, const std::stop_token& stop);

}  // namespace molloquy::energy
