#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/base/result.h"
#include "model/chem/geometry.h"

namespace molloquy::energy {

/// What computes energies and forces. GFN2 runs in child processes (model/chem/quantum).
enum class EnergyMethod { Mmff94, Mmff94s, Uff, Gfn2 };

/// "MMFF94s", "GFN2-xTB".
std::string methodName(EnergyMethod method);
/// nullopt when the method can compute this molecule; else a sentence that names the atom and says
/// which method can ("MMFF94 has no parameters for Fe1; UFF does.").
std::optional<std::string> whyNot(const chem::Molecule& molecule, EnergyMethod method);

/// A distance, angle or torsion held at a value while the rest relaxes.
struct Constraint {
  std::vector<AtomIndex> atoms;  ///< 2, 3 or 4.
  double value = 0;              ///< angstrom or degrees.
};

/// An atom drawn towards a point (the hand that drags it).
struct Pull {
  AtomIndex atom;
  chem::Point3 target{};  ///< angstrom.
};

}  // namespace molloquy::energy
