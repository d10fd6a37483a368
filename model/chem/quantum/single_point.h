#pragma once

#include <vector>

#include "model/base/result.h"
#include "model/chem/molecule.h"

namespace molloquy::quantum {

/// What a single point is computed for: exactly these positions, closed shell, gas phase.
struct SinglePointInput {
  std::vector<int> atomicNumbers;
  std::vector<chem::Point3> positions;  ///< angstrom, one an atom.
  int charge = 0;                       ///< of the whole, elementary charges.
};

constexpr double kEvPerHartree = 27.211386245988;  ///< CODATA 2018.

/// GFN2-xTB's answer. Energies count valence electrons only: they are no DFT energies, and
/// orbitals lie several eV below DFT's.
struct SinglePoint {
  double energyHartree = 0;
  double homoEv = 0;
  double lumoEv = 0;
  double dipoleDebye = 0;  ///< magnitude.

  [[nodiscard]] double energyEv() const { return energyHartree * kEvPerHartree; }
  [[nodiscard]] double gapEv() const { return lumoEv - homoEv; }
};

/// Energy and slope at the positions, computed more precisely than a SinglePoint (xtb's accuracy
/// 0.01), so that differences of them are of use.
struct Forces {
  double energyHartree = 0;
  std::vector<chem::Point3> gradient;  ///< hartree/bohr, by atom; forces are its negative.
  chem::Point3 dipole{};               ///< debye, from negative to positive.
};

/// Where the self-consistent computation begins.
enum class Guess {
  Fresh,     ///< the same positions always give the same numbers.
  Previous,  ///< what this worker computed last, if it was the same atoms; a third quicker.
};

/// Bond orders below this are left out.
constexpr double kLeastBondOrder = 0.01;

struct BondOrderOfPair {
  std::size_t first = 0;  ///< atom, below second.
  std::size_t second = 0;
  double order = 0;  ///< Wiberg.
};

/// What the electrons do at the positions.
struct Electrons {
  double energyHartree = 0;
  std::vector<double> orbitalEv;    ///< ascending; valence orbitals only.
  std::vector<double> occupations;  ///< 0 to 2 electrons, by orbital, at 300 K.
  std::vector<double> charges;      ///< Mulliken, by atom.
  std::vector<BondOrderOfPair> bondOrders;
  chem::Point3 dipole{};  ///< debye, from negative to positive.
};

/// Most atoms that are taken.
constexpr std::size_t kMaximumAtoms = 1000;

/// Refuses what xtb does not protect itself against: elements above radon (it crashes), positions
/// that are no numbers or coincide, an odd number of electrons (it answers as if it were even), a
/// charge that leaves no electrons or is more than half of them.
/// Errors: InvalidInput, naming the atom or the number. Source: starter-model.md, section 4.
Result<void> checkInput(const SinglePointInput& input);

/// The part of checkInput that needs no positions: the number of atoms, elements and electrons.
Result<void> checkComposition(const std::vector<int>& atomicNumbers, int charge);

/// Electrons that GFN2-xTB counts for an element (f shells and closed d shells belong to the core).
/// Precondition: 1 to 86. Source: Bannwarth et al., J. Chem. Theory Comput. 15 (2019) 1652.
int valenceElectrons(int atomicNumber);

}  // namespace molloquy::quantum
