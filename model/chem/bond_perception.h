#pragma once

#include <string>

namespace RDKit {
class RWMol;
}

namespace molloquy::chem {

/// Bonds, bond orders and formal charges of atoms that only have positions (XYZ; PDB without bond
/// orders). Expects every hydrogen to be present; no implicit hydrogens are left.
///
/// Bonds: two atoms closer than the sum of their covalent radii + 0.45 angstrom (RDKit's table,
/// Cordero et al. 2008); an atom above its highest valence loses its longest bonds.
/// Orders: every atom's missing valence is spread over its neighbours, shortest bonds first, by
/// exhaustive search with a step limit; what stays unmatched becomes the usual charges
/// (carboxylate, ammonium, nitro, N-oxide, azide, iminium, halide, alkali cation) and then
/// radicals. returns  a sentence for the person about what was perceived. Precondition: one
/// conformer. Throws what RDKit throws.
std::string perceiveBonds(RDKit::RWMol& mol);

}  // namespace molloquy::chem
