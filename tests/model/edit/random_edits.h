#pragma once

#include <random>
#include <set>
#include <string>
#include <utility>

#include "tests/model/edit/edited.h"

/// Random edits, the same for the same seed, and what every outcome has to keep.
namespace molloquy::chem::edit {

class RandomEdits {
 public:
  explicit RandomEdits(unsigned seed) : m_random(seed) {}

  Operation next(const Molecule& molecule, const Conformer& conformer) {
    const auto count = static_cast<int>(molecule.atoms().size());
    const auto bonds = static_cast<int>(molecule.bonds().size());
    if (count == 0) return AddAtom{.atomicNumber = element(), .position = place()};
    switch (number(0, count > 120 ? 3 : 24)) {
      case 0:
      case 1:
      case 2:
        return RemoveAtoms{some(count), hydrogens()};
      case 3:
        return RemoveAtoms{{atom(count), atom(count)}, hydrogens()};
      case 4:
        return SetBond{atom(count), atom(count), order(), hydrogens()};
      case 5:
        return GrowAtom{atom(count), element(), order(), place(), hydrogens()};
      case 6:
        return SetElement{{atom(count)}, element(), hydrogens()};
      case 7:
        return SetCharge{{atom(count)}, number(-2, 2), hydrogens()};
      case 8:
        return ChangeCharge{some(count), number(-1, 1), hydrogens()};
      case 9:
        return SetRadical{{atom(count)}, number(0, 2), hydrogens()};
      case 10:
        return SetIsotope{{atom(count)}, number(0, 1) * 250};
      case 11:
        return AdjustHydrogens{};
      case 12:
        return RemoveHydrogens{number(0, 1) == 0 ? RemoveHydrogens::Which::All
                                                 : RemoveHydrogens::Which::NonPolar};
      case 13:
        return PerceiveBonds{};
      case 14:
        return InvertCentre{atom(count)};
      case 15:
        return FlipDoubleBond{bond(bonds)};
      case 16:
        return RemoveBonds{{bond(bonds)}, hydrogens()};
      case 17:
        return Join{atom(count), atom(count), order()};
      case 18:
        return SetInternal{some(4), number(1, 170) + 0.5};
      case 19:
        return SetPositions{.positions = shaken(conformer.positions)};
      case 20:
        return AlignToAxes{some(3)};
      case 21:
        return number(0, 1) == 0 ? Operation(MirrorAll{}) : Operation(CanonicalOrder{});
      case 22:
        return Symmetrise{0.3};
      case 23:
        return AddFragment{.id = fragment(), .at = atom(count), .position = place()};
      default:
        return AddAtom{.atomicNumber = element(), .position = place(), .hydrogens = hydrogens()};
    }
  }

 private:
  int number(int lowest, int highest) {
    // Not std::uniform_int_distribution: its numbers differ between libraries.
    return lowest + static_cast<int>(m_random() % static_cast<unsigned>(highest - lowest + 1));
  }
  /// Rarely one that is not there.
  AtomIndex atom(int count) { return AtomIndex(static_cast<std::uint32_t>(number(0, count))); }
  BondIndex bond(int count) { return BondIndex(static_cast<std::uint32_t>(number(0, count))); }
  std::vector<AtomIndex> some(int count) {
    std::vector<AtomIndex> atoms;
    for (int left = number(1, 4); left > 0; --left) atoms.push_back(atom(count - 1));
    return atoms;
  }
  int element() {
    constexpr int kElements[] = {1, 5, 6, 6, 6, 7, 7, 8, 8, 9, 15, 16, 17, 26, 0};
    return kElements[number(0, 14)];
  }
  BondOrder order() {
    constexpr BondOrder kOrders[] = {BondOrder::Single, BondOrder::Single,   BondOrder::Double,
                                     BondOrder::Triple, BondOrder::Aromatic, BondOrder::Dative};
    return kOrders[number(0, 5)];
  }
  Hydrogens hydrogens() { return number(0, 3) == 0 ? Hydrogens::Keep : Hydrogens::Adjust; }
  Point3 place() {
    return {number(-50, 50) / 10.0, number(-50, 50) / 10.0, number(-50, 50) / 10.0};
  }
  Positions shaken(Positions positions) {
    for (Point3& point : positions) {
      for (double& coordinate : point) coordinate += number(-100, 100) / 1000.0;
    }
    return positions;
  }
  std::string fragment() {
    constexpr const char* kFragments[] = {"smiles:[*:1]c1ccccc1", "smiles:[*:1]C(=O)O",
                                          "smiles:[*:1]=O", "smiles:O", "no/such"};
    return kFragments[number(0, 4)];
  }
  std::mt19937 m_random;
};

/// What is wrong with an outcome; empty when nothing is.
inline std::string inconsistency(const Outcome& outcome, const Molecule& before) {
  const Molecule& now = outcome.molecule ? *outcome.molecule : before;
  const std::size_t count = now.atoms().size();
  if (!outcome.conformer || outcome.conformer->positions.size() != count) return "positions";
  for (const Point3& point : outcome.conformer->positions) {
    for (const double coordinate : point) {
      if (!std::isfinite(coordinate)) return "a position that is no number";
    }
  }
  if (outcome.newIndexOf.size() != before.atoms().size()) return "newIndexOf's length";
  std::set<std::uint32_t> taken;
  for (const auto& place : outcome.newIndexOf) {
    if (!place) continue;
    if (place->value >= count) return "newIndexOf out of range";
    if (!taken.insert(place->value).second) return "newIndexOf twice";
  }
  for (const AtomIndex atom : outcome.added) {
    if (atom.value >= count || taken.contains(atom.value)) return "added";
  }
  std::set<std::pair<std::uint32_t, std::uint32_t>> bonds;
  for (const Bond& bond : now.bonds()) {
    if (bond.begin.value >= count || bond.end.value >= count) return "a bond out of range";
    if (bond.begin == bond.end) return "a bond to itself";
    if (!bonds.insert(std::minmax(bond.begin.value, bond.end.value)).second) return "a bond twice";
  }
  if (outcome.title.empty()) return "no title";
  for (const std::string& warning : outcome.warnings) {
    if (warning.empty() || warning.back() != '.') return "a warning without an end";
  }
  return "";
}

/// Structures that random edits start from.
inline const std::vector<std::string>& startingStructures() {
  static const std::vector<std::string> smiles = {"CC(=O)Oc1ccccc1C(=O)O",
                                                  "Cn1cnc2c1c(=O)n(C)c(=O)n2C",
                                                  "C[C@H](N)C(=O)O",
                                                  "C/C=C/C",
                                                  "C1CC2CCC1C2",
                                                  "O=[N+]([O-])c1ccccc1",
                                                  "[Na+].[Cl-]",
                                                  "CS(C)=O",
                                                  "OB(O)c1ccccc1",
                                                  "C#CC=C=C",
                                                  "O",
                                                  "COP(=O)(O)O"};
  return smiles;
}

}  // namespace molloquy::chem::edit
