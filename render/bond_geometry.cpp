#include "render/bond_geometry.h"

#include <algorithm>
#include <cassert>
#include <optional>

#include "render/bond_sticks.h"
#include "render/neighbourhood.h"
#include "render/style.h"

namespace molloquy::render {

namespace {

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

/// How a bond between two atoms is drawn; nullopt for one that is not.
std::optional<Representation> bondRepresentation(const AtomLook& begin, const AtomLook& end) {
  if (!begin.shown || !end.shown) return std::nullopt;
  const bool beginIsBall = begin.representation == Representation::VanDerWaals;
  const bool endIsBall = end.representation == Representation::VanDerWaals;
  if (beginIsBall && endIsBall) return std::nullopt;
  if (beginIsBall) return end.representation;
  if (endIsBall) return begin.representation;
  for (const Representation thin : {Representation::Wireframe, Representation::BallAndStick}) {
    if (begin.representation == thin || end.representation == thin) return thin;
  }
  return Representation::Licorice;
}

struct BallPlan {
  double radius = 0;
  BallForm form = BallForm::Solid;
};

BallPlan ballPlan(const AtomLook& look, int atomicNumber, bool hasSticks) {
  const double ball = ballRadius(atomicNumber);
  if (!look.shown) return {ball, BallForm::Hidden};
  switch (look.representation) {
    case Representation::VanDerWaals:
      return {vanDerWaalsRadius(atomicNumber), BallForm::Solid};
    case Representation::Licorice:
      return {kLicoriceRadius, BallForm::Solid};
    case Representation::Wireframe:
      if (hasSticks) return {kLineAtomPickRadius, BallForm::Unseen};
      return {kLoneAtomRadius, BallForm::Solid};
    case Representation::BallAndStick:
      break;
  }
  return {ball, BallForm::Solid};
}

}  // namespace

struct ShapeBuilder::Plan {
  std::shared_ptr<const chem::Molecule> molecule;
  Neighbourhood neighbourhood;
  std::vector<BallPlan> balls;                       ///< by atom.
  std::vector<std::optional<Representation>> bonds;  ///< by bond.
  std::vector<std::uint32_t> firstStick;             ///< by bond, and one more for the end.

  explicit Plan(std::shared_ptr<const chem::Molecule> structure)
      : molecule(std::move(structure)), neighbourhood(*molecule) {}
};

ShapeBuilder::ShapeBuilder(std::shared_ptr<const chem::Molecule> molecule,
                           const StructureStyle& style)
    : m(std::make_unique<Plan>(std::move(molecule))) {
  const auto& atoms = m->molecule->atoms();
  const auto& bonds = m->molecule->bonds();
  assert(style.size() == atoms.size());
  std::vector<bool> hasSticks(atoms.size(), false);
  m->bonds.reserve(bonds.size());
  m->firstStick.reserve(bonds.size() + 1);
  std::uint32_t sticks = 0;
  for (const chem::Bond& bond : bonds) {
    const auto drawn = bondRepresentation(style[bond.begin.value], style[bond.end.value]);
    m->bonds.push_back(drawn);
    m->firstStick.push_back(sticks);
    if (!drawn) continue;
    hasSticks[bond.begin.value] = hasSticks[bond.end.value] = true;
    sticks += stickCount(bond.order, *drawn);
  }
  m->firstStick.push_back(sticks);
  m->balls.reserve(atoms.size());
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    m->balls.push_back(ballPlan(style[i], atoms[i].atomicNumber, hasSticks[i]));
  }
}

ShapeBuilder::~ShapeBuilder() = default;

BallsAndSticks ShapeBuilder::build(const std::vector<chem::Point3>& positions) const {
  assert(positions.size() == m->balls.size());
  BallsAndSticks shape;
  shape.balls.reserve(m->balls.size());
  shape.forms.reserve(m->balls.size());
  for (std::size_t i = 0; i < m->balls.size(); ++i) {
    shape.balls.push_back({positions[i], m->balls[i].radius});
    shape.forms.push_back(m->balls[i].form);
  }
  shape.sticks.resize(m->firstStick.back());
  for (std::size_t i = 0; i < m->bonds.size(); ++i) {
    if (!m->bonds[i]) continue;
    writeSticks({*m->molecule, m->neighbourhood, positions},
                BondIndex(static_cast<std::uint32_t>(i)), *m->bonds[i],
                &shape.sticks[m->firstStick[i]]);
  }
  shape.bounds = boundsOf(shape.balls);
  return shape;
}

void ShapeBuilder::move(BallsAndSticks& shape, const std::vector<chem::Point3>& positions) const {
  assert(positions.size() == m->balls.size() && shape.balls.size() == m->balls.size());
  // A bond's sticks depend on its atoms and on their neighbours.
  std::vector<bool> changed(positions.size(), false);
  bool any = false;
  for (std::size_t i = 0; i < positions.size(); ++i) {
    if (shape.balls[i].centre == positions[i]) continue;
    shape.balls[i].centre = positions[i];
    any = true;
    changed[i] = true;
    m->neighbourhood.visit(AtomIndex(static_cast<std::uint32_t>(i)),
                           [&](std::uint32_t other, std::uint32_t) { changed[other] = true; });
  }
  if (!any) return;
  const auto& bonds = m->molecule->bonds();
  for (std::size_t i = 0; i < bonds.size(); ++i) {
    if (!m->bonds[i] || !(changed[bonds[i].begin.value] || changed[bonds[i].end.value])) continue;
    writeSticks({*m->molecule, m->neighbourhood, positions},
                BondIndex(static_cast<std::uint32_t>(i)), *m->bonds[i],
                &shape.sticks[m->firstStick[i]]);
  }
  shape.bounds = boundsOf(shape.balls);
  shape.index = {};
}

BallsAndSticks ballsAndSticks(const chem::Molecule& molecule, const chem::Conformer& conformer) {
  const StructureStyle style(molecule.atoms().size());
  return ShapeBuilder(std::make_shared<chem::Molecule>(molecule), style).build(conformer.positions);
}

}  // namespace molloquy::render
