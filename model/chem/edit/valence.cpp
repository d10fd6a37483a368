#include "model/chem/edit/valence.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <vector>

#include <fmt/format.h>

#include "model/chem/describer/element_names.h"

namespace molloquy::chem::edit {
namespace {

/// Covalent radii by atomic number, angstrom (low spin; a dummy has carbon's). Source: Cordero et
/// al., Dalton Trans. (2008) 2832. RDKit's own table is an older one, 0.1 angstrom shorter for
/// most.
constexpr std::array<double, 97> kCovalentRadii = {
    0.76, 0.31, 0.28, 1.28, 0.96, 0.84, 0.76, 0.71, 0.66, 0.57, 0.58, 1.66, 1.41, 1.21,
    1.11, 1.07, 1.05, 1.02, 1.06, 2.03, 1.76, 1.70, 1.60, 1.53, 1.39, 1.39, 1.32, 1.26,
    1.24, 1.32, 1.22, 1.22, 1.20, 1.19, 1.20, 1.20, 1.16, 2.20, 1.95, 1.90, 1.75, 1.64,
    1.54, 1.47, 1.46, 1.42, 1.39, 1.45, 1.44, 1.42, 1.39, 1.39, 1.38, 1.39, 1.40, 2.44,
    2.15, 2.07, 2.04, 2.03, 2.01, 1.99, 1.98, 1.98, 1.96, 1.94, 1.92, 1.92, 1.89, 1.90,
    1.87, 1.87, 1.75, 1.70, 1.62, 1.51, 1.44, 1.41, 1.36, 1.36, 1.32, 1.45, 1.46, 1.48,
    1.40, 1.50, 1.50, 2.60, 2.21, 2.15, 2.06, 2.00, 1.96, 1.90, 1.87, 1.80, 1.69};

double covalentRadius(int atomicNumber) {
  // The heaviest elements have no measured one.
  constexpr double kHeaviest = 1.6;
  if (atomicNumber < 0) return kCovalentRadii[0];
  const auto place = static_cast<std::size_t>(atomicNumber);
  return place < kCovalentRadii.size() ? kCovalentRadii[place] : kHeaviest;
}

/// Non-metals by row, beginning with the element of group 13 or 14 that starts it.
struct Row {
  int first;
  int last;  ///< the noble gas.
};
constexpr Row kRows[] = {{5, 10}, {14, 18}, {32, 36}, {52, 54}, {85, 86}};

const Row* rowOf(int atomicNumber) {
  for (const Row& row : kRows) {
    if (atomicNumber >= row.first && atomicNumber <= row.last) return &row;
  }
  return nullptr;
}

/// Normal valences of an uncharged non-metal by the place of its group, 13 to 18.
std::vector<int> valencesOfGroup(int group, bool secondRow) {
  switch (group) {
    case 12:
      return {2};
    case 13:
      return {3};
    case 14:
      return {4};
    case 15:
      return secondRow ? std::vector<int>{3} : std::vector<int>{3, 5};
    case 16:
      return secondRow ? std::vector<int>{2} : std::vector<int>{2, 4, 6};
    case 17:
      return secondRow ? std::vector<int>{1} : std::vector<int>{1, 3, 5, 7};
    case 18:
      return secondRow ? std::vector<int>{0} : std::vector<int>{0, 2, 4, 6, 8};
    default:
      return {0};
  }
}

/// Normal valences; empty where the table knows none (metals, dummies). A charged atom takes what
/// the uncharged atom with as many electrons takes: N+ as C, O- as F, B- as C.
std::vector<int> normalValences(int atomicNumber, int formalCharge) {
  if (atomicNumber == 1) return formalCharge == 0 ? std::vector<int>{1} : std::vector<int>{0};
  if (atomicNumber == 2) return {0};
  const Row* row = rowOf(atomicNumber);
  if (row == nullptr) return {};
  const int group = 18 - (row->last - atomicNumber) - formalCharge;
  return valencesOfGroup(group, row->first == 5);
}

/// Less what radical electrons take up.
std::vector<int> valencesLeft(int atomicNumber, int formalCharge, int radicalElectrons) {
  std::vector<int> left;
  for (const int valence : normalValences(atomicNumber, formalCharge)) {
    if (valence >= radicalElectrons) left.push_back(valence - radicalElectrons);
  }
  return left;
}

/// What one bond counts for at one of its ends, in halves (an aromatic bond that has no Kekule
/// order counts one and a half).
int halvesOf(const Bond& bond, AtomIndex atom) {
  switch (bond.kekuleOrder) {
    case BondOrder::Single:
      return 2;
    case BondOrder::Double:
      return 4;
    case BondOrder::Triple:
      return 6;
    case BondOrder::Quadruple:
      return 8;
    case BondOrder::Aromatic:
      return 3;
    case BondOrder::Dative:
      return bond.end == atom ? 2 : 0;
    case BondOrder::Other:
      break;
  }
  return 0;
}

std::string listed(const std::vector<int>& values) {
  std::string text;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i > 0) text += i + 1 == values.size() ? " or " : ", ";
    text += fmt::format("{}", values[i]);
  }
  return text;
}

std::string describedElement(const Atom& atom) {
  std::string text = describer::elementName(atom.atomicNumber);
  if (atom.formalCharge != 0) {
    text += fmt::format(" with charge {}{}", atom.formalCharge > 0 ? "+" : "−",
                        std::abs(atom.formalCharge));
  }
  if (atom.radicalElectrons != 0) {
    text += fmt::format(" with {} radical electron{}", atom.radicalElectrons,
                        atom.radicalElectrons == 1 ? "" : "s");
  }
  return text;
}

}  // namespace

int bondOrderSum(const Molecule& molecule, AtomIndex atom) {
  int halves = 0;
  for (const BondIndex bond : molecule.bondsOf(atom)) {
    halves += halvesOf(molecule.bonds()[bond.value], atom);
  }
  return halves / 2;
}

ValenceState valenceState(int atomicNumber, int formalCharge, int radicalElectrons,
                          int bondOrders) {
  if (normalValences(atomicNumber, formalCharge).empty()) return ValenceState::Unknown;
  const std::vector<int> left = valencesLeft(atomicNumber, formalCharge, radicalElectrons);
  if (left.empty() || bondOrders > left.back()) return ValenceState::Exceeded;
  const bool normal = std::find(left.begin(), left.end(), bondOrders) != left.end();
  return normal ? ValenceState::Normal : ValenceState::Open;
}

int missingHydrogens(int atomicNumber, int formalCharge, int radicalElectrons, int bondOrders) {
  const Row* row = rowOf(atomicNumber);
  if (row == nullptr || atomicNumber == row->last) return 0;
  const std::vector<int> left = valencesLeft(atomicNumber, formalCharge, radicalElectrons);
  // A halogen that has a bond takes oxygen, not hydrogen.
  if (atomicNumber == row->last - 1 && bondOrders > 0 && formalCharge == 0) return 0;
  for (const int valence : left) {
    if (valence >= bondOrders) return valence - bondOrders;
  }
  return 0;
}

std::optional<std::string> valenceWarning(const Molecule& molecule, AtomIndex index) {
  if (index.value >= molecule.atoms().size()) return std::nullopt;
  const Atom& atom = molecule.atoms()[index.value];
  const int bonds = bondOrderSum(molecule, index);
  const ValenceState state =
      valenceState(atom.atomicNumber, atom.formalCharge, atom.radicalElectrons, bonds);
  if (state == ValenceState::Normal || state == ValenceState::Unknown) return std::nullopt;
  const std::vector<int> left =
      valencesLeft(atom.atomicNumber, atom.formalCharge, atom.radicalElectrons);
  return fmt::format("{} has {} bond{}; {} takes {}.", atomName(molecule, index), bonds,
                     bonds == 1 ? "" : "s", describedElement(atom),
                     left.empty() ? "none" : listed(left));
}

double bondLength(int atomicNumberA, int atomicNumberB, BondOrder order) {
  if (atomicNumberA == 1 && atomicNumberB == 1) return 0.74;
  const double single = covalentRadius(atomicNumberA) + covalentRadius(atomicNumberB);
  switch (order) {
    case BondOrder::Double:
      return 0.87 * single;
    case BondOrder::Triple:
    case BondOrder::Quadruple:
      return 0.79 * single;
    case BondOrder::Aromatic:
      return 0.92 * single;
    default:
      return single;
  }
}

}  // namespace molloquy::chem::edit
