#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "model/chem/molecule.h"

namespace RDKit {
class RWMol;
}

namespace molloquy::chem {

/// Whether an element is a metal: such atoms carry no implicit hydrogens here.
bool isMetal(int atomicNumber);

/// The charge of a lone ion of an element as salts have it ("Na" 1, "Ca" 2, "Cl" -1); 0 = unknown.
int usualIonCharge(int atomicNumber);

/// Bonds by distance alone, all single, in the order of atoms: two atoms closer than the sum of
/// their covalent radii + 0.45 angstrom; an atom above its highest valence loses its longest bonds.
/// returns  nullopt when atoms lie on top of one another (forClosePairs), or when stopped.
std::optional<std::vector<Bond>> bondsByDistance(const std::vector<Atom>& atoms,
                                                 const std::vector<Point3>& positions,
                                                 const std::stop_token& stop = {});

/// Bonds, bond orders and formal charges of atoms that only have positions (XYZ; PDB without bond
/// orders). Expects every hydrogen to be present; no implicit hydrogens are left.
///
/// Bonds: as bondsByDistance.
/// Orders: every atom's missing valence is spread over its neighbours, shortest bonds first, by
/// exhaustive search with a step limit; what stays unmatched becomes the usual charges
/// (carboxylate, ammonium, nitro, N-oxide, azide, iminium, halide, alkali cation) and then
/// radicals. returns  a sentence for the person about what was perceived. Precondition: one
/// conformer. Throws what RDKit throws.
std::string perceiveBonds(RDKit::RWMol& mol);

}  // namespace molloquy::chem
