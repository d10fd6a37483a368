#pragma once

#include <cstdint>
#include <vector>

#include "model/chem/molecule.h"
#include "render/vector_math.h"

namespace molloquy::render {

/// One residue on the way of a ribbon.
struct RibbonPoint {
  Vec3 position{};  ///< angstrom; strands are drawn straight, so not quite the alpha carbon's.
  Vec3 side{};      ///< unit length, across the ribbon, without flips along the way.
  chem::Fold fold = chem::Fold::Coil;
  std::uint32_t residue = 0;  ///< place in Biopolymer::residues.
  AtomIndex atom;             ///< the alpha carbon, or the sugar's C3' or P.
};

/// The line from a nucleotide's sugar to the edge of its base.
struct BaseRung {
  Vec3 from{};
  Vec3 to{};
  std::uint32_t residue = 0;
  AtomIndex atom;  ///< of the base.
};

enum class PathKind : std::uint8_t { Protein, NucleicAcid };

/// An unbroken piece of a chain, two residues or more.
struct RibbonPath {
  PathKind kind = PathKind::Protein;
  std::vector<RibbonPoint> points;
  std::vector<BaseRung> rungs;
};

/// The ways of all chains. A chain breaks where neighbours are too far apart to be bonded. Folds
/// are the file's; where it names none they are found from the hydrogen bonds. Precondition: a
/// position for every atom.
std::vector<RibbonPath> ribbonPaths(const chem::Biopolymer& biopolymer,
                                    const std::vector<chem::Point3>& positions);

}  // namespace molloquy::render
