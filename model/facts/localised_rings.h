#pragma once

#include <memory>

namespace RDKit {
class ROMol;
class RWMol;
}  // namespace RDKit

namespace molloquy::facts {

/// A copy in which a ring is aromatic only when RDKit calls it so and none of its atoms has a
/// double bond that leads out of the ring system: 2-pyridone, coumarin's lactone ring and uracil
/// get alternating bonds. This is the aromaticity that PubChem's computed properties show (found by
/// comparing with its records, starter-model.md 5).
/// heavy  hydrogens implicit, sanitised. A molecule that has no alternating form comes back as it
/// is.
std::unique_ptr<RDKit::RWMol> withLocalisedRings(const RDKit::ROMol& heavy);

}  // namespace molloquy::facts
