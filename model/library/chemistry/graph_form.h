#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.h"

namespace RDKit {
class ROMol;
class RWMol;
}  // namespace RDKit

namespace molloquy::library {

/// Where an atom of a molecule is found in its heavy form: hydrogens that a drawing leaves out are
/// known by the atom that carries them.
struct AtomPlace {
  bool hydrogen = false;
  std::uint32_t heavy = 0;  ///< the atom itself, or the hydrogen's carrier.
};

/// A molecule as MoleculeKeys::graph keeps it: RDKit's binary form without the hydrogens that can
/// be put back, and the order of all atoms. Half the size of the whole, and what is searched.
struct GraphForm {
  std::unique_ptr<RDKit::RWMol> heavy;  ///< sanitised, stereo kept.
  std::vector<AtomPlace> order;         ///< by atom of the molecule.
};

/// The heavy form of a molecule with all its hydrogens. Throws what RDKit throws.
GraphForm heavyFormOf(const RDKit::ROMol& mol);
/// Throws what RDKit throws.
std::string encodeGraph(const GraphForm& form);

/// The heavy part alone, quickly. Errors: Corrupt.
Result<std::unique_ptr<RDKit::RWMol>> heavyOfGraph(std::string_view graph);
/// The order of all atoms that is kept with it. Errors: Corrupt.
Result<std::vector<AtomPlace>> orderOfGraph(std::string_view graph, const RDKit::ROMol& heavy);
/// Errors: Corrupt.
Result<GraphForm> decodeGraph(std::string_view graph);
/// Every hydrogen an atom again, in the order of the molecule. Throws what RDKit throws.
std::unique_ptr<RDKit::RWMol> wholeOf(const GraphForm& form);
/// For every heavy atom its index in the molecule.
std::vector<std::uint32_t> heavyToWhole(const std::vector<AtomPlace>& order);

}  // namespace molloquy::library
