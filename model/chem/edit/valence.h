#pragma once

#include <optional>
#include <string>

#include "model/chem/molecule.h"

namespace molloquy::chem::edit {

/// How an atom's bonds stand to what its element normally takes.
enum class ValenceState { Normal, Open, Exceeded, Unknown };

/// Sum of bond orders that an atom has (aromatic by its Kekule order), hydrogens included.
int bondOrderSum(const Molecule& molecule, AtomIndex atom);
/// Of an atom with this element, charge and radical electrons whose bond orders sum to
/// `bondOrders`. Table only: quick enough for every step of a drag. Metals are Unknown.
ValenceState valenceState(int atomicNumber, int formalCharge, int radicalElectrons, int bondOrders);
/// Hydrogens missing to the smallest normal valence that is not below `bondOrders`; 0 for metals.
int missingHydrogens(int atomicNumber, int formalCharge, int radicalElectrons, int bondOrders);
/// "C5 has 5 bonds; carbon takes 4."; nullopt when nothing is wrong.
std::optional<std::string> valenceWarning(const Molecule& molecule, AtomIndex atom);
/// Usual length of a bond, angstrom: sum of covalent radii, shortened by order.
double bondLength(int atomicNumberA, int atomicNumberB, BondOrder order);

}  // namespace molloquy::chem::edit
