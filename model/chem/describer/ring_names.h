#pragma once

#include <vector>

#include "model/align/lexicon.h"
#include "model/align/ring_systems.h"
#include "model/chem/describer/structure_survey.h"

namespace molloquy::describer {

/// A name for every ring system, by its index. The lexicon's first ring entry whose strict pattern
/// covers exactly the ring atoms of the system; otherwise what can be counted: "fused bicyclic ring
/// system" with its parts, "seven-membered ring containing one nitrogen atom".
std::vector<NamedRing> nameRingSystems(const chem::Molecule& molecule, const align::Rings& rings,
                                       const align::Lexicon& lexicon);

/// "one oxygen atom and two nitrogen atoms" for atomic numbers; other elements by their symbol.
std::string elementList(const std::vector<int>& atomicNumbers);

}  // namespace molloquy::describer
