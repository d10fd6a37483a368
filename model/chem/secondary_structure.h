#pragma once

#include <optional>
#include <vector>

#include "model/chem/molecule.h"

namespace molloquy::chem {

/// Atoms of one residue's backbone.
struct Backbone {
  std::uint32_t residue = 0;                                 ///< place in Biopolymer::residues.
  std::optional<AtomIndex> nitrogen, alpha, carbon, oxygen;  ///< of an amino acid.
  std::optional<AtomIndex> phosphorus;                       ///< of a nucleotide.
  std::optional<AtomIndex> sugar;                            ///< C3' of a nucleotide.
  std::optional<AtomIndex> base;  ///< in the middle of the base's pairing edge: N1 or N3.
};

/// The backbone atoms of every residue, by residue; residues without any are there and empty.
std::vector<Backbone> backboneOf(const Biopolymer& biopolymer);

/// How each residue's backbone runs, by residue, found from its hydrogen bonds: helices (alpha,
/// 3-10 and pi alike), strands of ladders, and coil for the rest. Residues with missing backbone
/// atoms are coil. Linear in the number of residues; any thread. Precondition: a position for every
/// atom of `biopolymer`. Source: Kabsch and Sander, Biopolymers 22 (1983) 2577.
std::vector<Fold> foldsOf(const Biopolymer& biopolymer, const std::vector<Point3>& positions);

/// Whether any residue is named helix or strand already (by the file).
bool hasFolds(const Biopolymer& biopolymer);

}  // namespace molloquy::chem
