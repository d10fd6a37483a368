#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "model/chem/energy/energy_method.h"

namespace molloquy::energy {

struct MinimiseOptions {
  EnergyMethod method = EnergyMethod::Mmff94s;
  std::vector<AtomIndex> fixedAtoms = {};    ///< do not move at all.
  std::vector<Constraint> constraints = {};  ///< reached and held within 0.01 angstrom, 0.1 degree.
  std::vector<Pull> pulls = {};
  int maxSteps = 1000;
  double forceTolerance = 0.01;  ///< largest force, kcal/mol/angstrom.
};

/// One step on the way, for showing: at least every 20 steps and every 50 ms.
struct MinimiseStep {
  int step = 0;
  double energyKcalPerMol = 0;
  const chem::Positions& positions;
};

enum class MinimiseEnd { Converged, StepLimit, Stopped };

struct Minimised {
  chem::Positions positions;
  double energyBefore = 0;  ///< kcal/mol; GFN2: electronic energy in the same unit.
  double energyAfter = 0;   ///< without the constraints' and pulls' own energy.
  int steps = 0;
  MinimiseEnd end = MinimiseEnd::Converged;
  std::string note;  ///< a sentence when something notable happened, else empty.
};

/// Relaxes positions, with the values held exactly on the way. Values far from where they are to be
/// are set by turning or shifting what lies beyond the bond; in rings, in small stages. A stop ends
/// it with the positions so far; before GFN2's first energy it is an InvalidInput error.
/// Errors: Unsupported (whyNot()), InvalidInput (constraint on atoms that are not there or
/// undefined), Internal (the sentence says what xtb or RDKit said). Sources: Halgren, J. Comput.
/// Chem. 17 (1996) 490; Rappe et al., JACS 114 (1992) 10024; Bannwarth et al., JCTC 15 (2019) 1652.
Result<Minimised> minimise(const chem::Molecule& molecule, const chem::Positions& positions,
                           const MinimiseOptions& options,
                           const std::function<void(const MinimiseStep&)>& onStep,
                           const std::stop_token& stop);

/// Energy of exactly these positions, kcal/mol. Errors: as minimise().
Result<double> energyOf(const chem::Molecule& molecule, const chem::Positions& positions,
                        EnergyMethod method, const std::stop_token& stop);

}  // namespace molloquy::energy
