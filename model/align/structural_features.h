#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "model/base/result.h"
#include "model/chem/molecule.h"

namespace molloquy::align {

enum class FeatureKind { Ring, RingSystem, Stereocentre, StereoBond, Chain, Charge, Isotope, Metal };

/// What a phrase can mean that no substructure pattern expresses: "six-membered ring".
/// Written in the lexicon as `feature:ring size=6 aromatic`.
struct StructuralFeature {
  FeatureKind kind = FeatureKind::Ring;
  std::optional<int> size;     ///< ring atoms (`size=`), or rings of a ring system (`rings=`).
  std::optional<int> minimum;  ///< the same, at least (`minimum=`).
  bool aromatic = false;
  bool saturated = false;
  bool hetero = false;
  char label = 0;  ///< `label=R`, S, E or Z; `sign=+` or -; 0 = any.
};

/// Errors: InvalidInput naming the word that is not understood.
Result<StructuralFeature> parseFeature(std::string_view text);

/// Every place in the molecule that has the feature; heavy atoms, sorted.
std::vector<std::vector<AtomIndex>> findFeature(const chem::Molecule& molecule,
                                                const StructuralFeature& feature);

}  // namespace molloquy::align
