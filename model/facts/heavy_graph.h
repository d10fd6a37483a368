#pragma once

#include <array>
#include <memory>
#include <vector>

namespace RDKit {
class ROMol;
class RWMol;
}  // namespace RDKit

namespace molloquy::facts {

/// The constitution alone: hydrogens implicit, isotope marks and stereo removed, sanitised.
/// Throws what RDKit throws.
std::unique_ptr<RDKit::RWMol> plainHeavyGraph(const RDKit::ROMol& mol);

/// Nitro groups written [N+](=O)[O-]: nitrogen, the oxygen of the double bond, the charged oxygen.
std::vector<std::array<unsigned, 3>> nitroGroups(const RDKit::ROMol& mol);

}  // namespace molloquy::facts
