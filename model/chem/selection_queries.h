#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.h"
#include "model/chem/geometry.h"
#include "model/chem/molecule.h"

/// Atoms by a rule. All results are sorted and without repeats.
namespace molloquy::chem {

/// Every atom of every match of a SMARTS pattern.
/// Errors: InvalidInput (with the column where errorColumn() can tell it), Unsupported (no RDKit
/// side).
Result<std::vector<AtomIndex>> atomsMatching(const Molecule& molecule, const std::string& smarts);

std::vector<AtomIndex> atomsOfElement(const Molecule& molecule, int atomicNumber);
/// Residues by name or number ("HIS", "57", "A:57"); none in a structure without residues.
std::vector<AtomIndex> atomsOfResidue(const Molecule& molecule, std::string_view residue);
std::vector<AtomIndex> atomsOfChain(const Molecule& molecule, std::string_view chain);

/// Atoms at most `angstrom` from one of `of`, those included. Time grows with the atoms, not with
/// their square.
std::vector<AtomIndex> within(const Positions& positions, std::span<const AtomIndex> of,
                              double angstrom);

/// With the bonded neighbours.
std::vector<AtomIndex> grown(const Molecule& molecule, std::span<const AtomIndex> atoms);
/// Without those that have a neighbour outside.
std::vector<AtomIndex> shrunk(const Molecule& molecule, std::span<const AtomIndex> atoms);
/// All others.
std::vector<AtomIndex> inverted(const Molecule& molecule, std::span<const AtomIndex> atoms);
/// Everything that is bonded to an atom, directly or not.
std::vector<AtomIndex> fragmentOf(const Molecule& molecule, AtomIndex atom);

}  // namespace molloquy::chem
