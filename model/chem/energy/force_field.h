#pragma once

#include "model/chem/energy/force_source.h"

namespace molloquy::energy {

/// The first atom without parameters of MMFF94 or UFF (a metal or another unusual element before
/// carbons beside it); nullopt when there is none. Precondition: molecule.rdkit().
std::optional<AtomIndex> atomWithoutParameters(const chem::Molecule& molecule, EnergyMethod method);

/// MMFF94, MMFF94s or UFF by RDKit. Precondition: whyNot() has no objection; as many positions as
/// atoms. Errors: Internal (RDKit's own words).
Result<std::unique_ptr<ForceSource>> makeForceField(const chem::Molecule& molecule,
                                                    const chem::Positions& positions,
                                                    EnergyMethod method);

/// Most atoms whose every pair is computed; beyond it pairs over kPairCutoffAngstrom apart at the
/// beginning are left out.
inline constexpr std::size_t kAllPairsAtoms = 1'000;
inline constexpr double kPairCutoffAngstrom = 12;
/// Most atoms of a force field.
inline constexpr std::size_t kForceFieldAtoms = 5'000;

}  // namespace molloquy::energy
