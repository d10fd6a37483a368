#include "model/chem/energy/model_hessian.h"

#include <cmath>
#include <numbers>

namespace molloquy::energy {
namespace {

// kcal/mol/angstrom^2 and kcal/mol/radian^2: between those of force fields for single and double
// bonds.
constexpr double kBond = 800;
constexpr double kBondToHydrogen = 700;
constexpr double kAngle = 130;
constexpr double kTorsion = 12;
/// Of every atom to where it is: what the springs leave free.
constexpr double kFree = 6;
/// Wider angles have no torsion about them.
constexpr double kStraight = 170 * std::numbers::pi / 180;

using Neighbours = std::vector<std::vector<AtomIndex>>;

Neighbours neighboursOf(const chem::Molecule& molecule) {
  Neighbours neighbours(molecule.atoms().size());
  for (const chem::Bond& bond : molecule.bonds()) {
    neighbours[bond.begin.value].push_back(bond.end);
    neighbours[bond.end.value].push_back(bond.begin);
  }
  return neighbours;
}

}  // namespace

ModelHessian::ModelHessian(const chem::Molecule& molecule)
    : m_size(static_cast<Eigen::Index>(molecule.atoms().size() * 3)) {
  const Neighbours neighbours = neighboursOf(molecule);
  for (std::uint32_t middle = 0; middle < neighbours.size(); ++middle) {
    const auto& around = neighbours[middle];
    for (std::size_t i = 0; i < around.size(); ++i) {
      for (std::size_t j = i + 1; j < around.size(); ++j) {
        m_springs.push_back({{around[i], AtomIndex(middle), around[j]}, kAngle});
      }
    }
  }
  for (const chem::Bond& bond : molecule.bonds()) {
    const bool hydrogen = molecule.atoms()[bond.begin.value].atomicNumber == 1 ||
                          molecule.atoms()[bond.end.value].atomicNumber == 1;
    m_springs.push_back({{bond.begin, bond.end}, hydrogen ? kBondToHydrogen : kBond});
    const auto& first = neighbours[bond.begin.value];
    const auto& last = neighbours[bond.end.value];
    const double share = kTorsion / static_cast<double>(std::max<std::size_t>(
                                        (first.size() - 1) * (last.size() - 1), 1));
    const double stiffness = share * (bond.order == chem::BondOrder::Single ? 1 : 4);
    for (const AtomIndex a : first) {
      for (const AtomIndex d : last) {
        if (a == bond.end || d == bond.begin || a == d) continue;
        m_springs.push_back({{a, bond.begin, bond.end, d}, stiffness});
      }
    }
  }
}

void ModelHessian::addSpring(const Spring& spring, const chem::Positions& positions,
                             std::vector<Eigen::Triplet<double>>& entries) const {
  const InternalCoordinate row = internalCoordinate(positions, spring.atoms);
  for (std::size_t a = 0; a < spring.atoms.size(); ++a) {
    for (std::size_t b = 0; b < spring.atoms.size(); ++b) {
      for (int i = 0; i < 3; ++i) {
        for (int j = 0; j < 3; ++j) {
          entries.emplace_back(static_cast<int>(spring.atoms[a].value) * 3 + i,
                               static_cast<int>(spring.atoms[b].value) * 3 + j,
                               spring.stiffness * row.slope[a][static_cast<std::size_t>(i)] *
                                   row.slope[b][static_cast<std::size_t>(j)]);
        }
      }
    }
  }
}

void ModelHessian::build(const chem::Positions& positions) {
  std::vector<Eigen::Triplet<double>> entries;
  for (int i = 0; i < m_size; ++i) entries.emplace_back(i, i, kFree);
  for (const Spring& spring : m_springs) {
    const std::span<const AtomIndex> atoms = spring.atoms;
    const bool flat =
        atoms.size() == 4 && (internalCoordinate(positions, atoms.first(3)).value > kStraight ||
                              internalCoordinate(positions, atoms.last(3)).value > kStraight);
    if (!flat) addSpring(spring, positions, entries);
  }
  Eigen::SparseMatrix<double> matrix(m_size, m_size);
  matrix.setFromTriplets(entries.begin(), entries.end());
  m_factors.compute(matrix);
}

Eigen::VectorXd ModelHessian::solve(const Eigen::VectorXd& slope) const {
  return m_factors.solve(slope);
}

}  // namespace molloquy::energy
