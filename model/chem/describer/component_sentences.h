#pragma once

#include <string>
#include <vector>

#include "model/chem/describer/structure_survey.h"

namespace molloquy::describer {

/// Name of a component that everybody knows by name ("sodium ion", "chloride ion", "water
/// molecule"), or empty.
std::string componentName(const chem::Molecule& molecule, const std::vector<AtomIndex>& atoms);

}  // namespace molloquy::describer
