#include "render/bond_geometry.h"

#include <algorithm>
#include <cassert>

#include "render/style.h"

namespace molloquy::render {

namespace {

/// Neighbours of every atom, as one array with offsets.
class Neighbourhood {
 public:
  explicit Neighbourhood(const chem::Molecule& molecule)
      : m_offsets(molecule.atoms().size() + 1), m_atoms(2 * molecule.bonds().size()) {
    for (const chem::Bond& bond : molecule.bonds()) {
      ++m_offsets[bond.begin.value + 1];
      ++m_offsets[bond.end.value + 1];
    }
    for (std::size_t i = 1; i < m_offsets.size(); ++i) m_offsets[i] += m_offsets[i - 1];
    std::vector<std::size_t> next = m_offsets;
    for (const chem::Bond& bond : molecule.bonds()) {
      m_atoms[next[bond.begin.value]++] = bond.end.value;
      m_atoms[next[bond.end.value]++] = bond.begin.value;
    }
  }

  template <class Visit>
  void visit(AtomIndex atom, const Visit& visitor) const {
    for (std::size_t i = m_offsets[atom.value]; i < m_offsets[atom.value + 1]; ++i) {
      visitor(m_atoms[i]);
    }
  }

 private:
  std::vector<std::size_t> m_offsets;
  std::vector<std::uint32_t> m_atoms;
};

Vec3 anyPerpendicular(const Vec3& direction) {
  const Vec3 helper = std::abs(direction[0]) < 0.8 ? Vec3{1, 0, 0} : Vec3{0, 1, 0};
  return normalized(cross(direction, helper));
}

/// The direction across a bond in which its parallel sticks lie: in the plane of the bonds around
/// it, towards the side with more neighbours.
Vec3 acrossBond(const chem::Bond& bond, const Vec3& direction, const chem::Conformer& conformer,
                const Neighbourhood& neighbourhood) {
  Vec3 best{};
  const auto consider = [&](AtomIndex atom, AtomIndex partner) {
    neighbourhood.visit(atom, [&](std::uint32_t other) {
      if (other == partner.value) return;
      const Vec3 side = conformer.positions[other] - conformer.positions[atom.value];
      const Vec3 across = normalized(side - direction * dot(side, direction));
      // Neighbours on opposite sides of a planar centre must not cancel out.
      best = dot(best, across) < 0 ? best - across : best + across;
    });
  };
  consider(bond.begin, bond.end);
  consider(bond.end, bond.begin);
  return length(best) > 1e-6 ? normalized(best) : anyPerpendicular(direction);
}

chem::BondOrder drawnOrder(const chem::Bond& bond) {
  return bond.order == chem::BondOrder::Aromatic ? bond.kekuleOrder : bond.order;
}

Ball boundsOf(const std::vector<Ball>& balls) {
  if (balls.empty()) return {};
  Vec3 low = balls.front().centre, high = low;
  for (const Ball& ball : balls) {
    for (std::size_t k = 0; k < 3; ++k) {
      low[k] = std::min(low[k], ball.centre[k]);
      high[k] = std::max(high[k], ball.centre[k]);
    }
  }
  Ball bounds{(low + high) * 0.5, 0};
  for (const Ball& ball : balls) {
    bounds.radius = std::max(bounds.radius, length(ball.centre - bounds.centre) + ball.radius);
  }
  return bounds;
}

}  // namespace

BallsAndSticks ballsAndSticks(const chem::Molecule& molecule, const chem::Conformer& conformer) {
  assert(conformer.positions.size() == molecule.atoms().size());
  BallsAndSticks shape;
  shape.balls.reserve(molecule.atoms().size());
  for (std::size_t i = 0; i < molecule.atoms().size(); ++i) {
    shape.balls.push_back({conformer.positions[i], ballRadius(molecule.atoms()[i].atomicNumber)});
  }

  const Neighbourhood neighbourhood(molecule);
  for (std::size_t i = 0; i < molecule.bonds().size(); ++i) {
    const chem::Bond& bond = molecule.bonds()[i];
    const Vec3& from = conformer.positions[bond.begin.value];
    const Vec3& to = conformer.positions[bond.end.value];
    const BondIndex index(static_cast<std::uint32_t>(i));
    const Vec3 direction = normalized(to - from);
    const chem::BondOrder order = drawnOrder(bond);
    const auto add = [&](const Vec3& offset, double radius) {
      shape.sticks.push_back({from + offset, to + offset, radius, index, bond.begin, bond.end});
    };
    if (order == chem::BondOrder::Double) {
      const Vec3 across = acrossBond(bond, direction, conformer, neighbourhood);
      add(across * kDoubleStickOffset, kDoubleStickRadius);
      add(across * -kDoubleStickOffset, kDoubleStickRadius);
    } else if (order == chem::BondOrder::Triple || order == chem::BondOrder::Quadruple) {
      const Vec3 across = acrossBond(bond, direction, conformer, neighbourhood);
      add(across * kTripleStickOffset, kTripleStickRadius);
      add({}, kTripleStickRadius);
      add(across * -kTripleStickOffset, kTripleStickRadius);
    } else {
      add({}, kSingleStickRadius);
    }
  }
  shape.bounds = boundsOf(shape.balls);
  return shape;
}

}  // namespace molloquy::render
