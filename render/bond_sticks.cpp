#include "render/bond_sticks.h"

#include <array>

#include "render/style.h"

namespace molloquy::render {

namespace {

using chem::BondOrder;

/// Dashes as shares of the bond, each on one side of its middle.
struct Dash {
  double from;
  double to;
};
constexpr std::array<Dash, 4> kAromaticDashes = {
    {{0.16, 0.27}, {0.36, 0.47}, {0.53, 0.64}, {0.73, 0.84}}};
constexpr std::array<Dash, 6> kDativeDashes = {
    {{0, 0.14}, {0.2, 0.31}, {0.37, 0.48}, {0.54, 0.65}, {0.71, 0.82}, {0.88, 1}}};

Vec3 anyPerpendicular(const Vec3& direction) {
  const Vec3 helper = std::abs(direction[0]) < 0.8 ? Vec3{1, 0, 0} : Vec3{0, 1, 0};
  return normalized(cross(direction, helper));
}

/// The direction across a bond in which its parallel sticks lie: in the plane of the bonds around
/// it; for an aromatic bond towards the inside of its ring.
Vec3 acrossBond(const BondPlace& place, const chem::Bond& bond, const Vec3& direction) {
  const bool inwards = bond.order == BondOrder::Aromatic;
  Vec3 all{}, aromatic{};
  const auto consider = [&](AtomIndex atom, AtomIndex partner) {
    place.neighbourhood.visit(atom, [&](std::uint32_t other, std::uint32_t through) {
      if (other == partner.value) return;
      const Vec3 side = place.positions[other] - place.positions[atom.value];
      const Vec3 across = normalized(side - direction * dot(side, direction));
      // Neighbours on opposite sides of a planar centre must not cancel out.
      all = dot(all, across) < 0 ? all - across : all + across;
      if (inwards && place.molecule.bonds()[through].order == BondOrder::Aromatic) {
        aromatic = aromatic + across;
      }
    });
  };
  consider(bond.begin, bond.end);
  consider(bond.end, bond.begin);
  if (length(aromatic) > 0.1) return normalized(aromatic);
  return length(all) > 1e-6 ? normalized(all) : anyPerpendicular(direction);
}

/// Writes sticks one behind the other.
class Writer {
 public:
  Writer(const BondPlace& place, BondIndex index, StickForm form, Stick* sticks)
      : m_bond(place.molecule.bonds()[index.value]),
        m_from(place.positions[m_bond.begin.value]),
        m_to(place.positions[m_bond.end.value]),
        m_index(index),
        m_form(form),
        m_next(sticks) {}

  [[nodiscard]] const chem::Bond& bond() const { return m_bond; }
  [[nodiscard]] Vec3 direction() const { return normalized(m_to - m_from); }

  void stick(const Vec3& offset, double radius) {
    write(m_from + offset, m_to + offset, radius, StickOwner::Halves);
  }
  void dash(const Dash& dash, const Vec3& offset, double radius) {
    const Vec3 way = m_to - m_from;
    write(m_from + way * dash.from + offset, m_from + way * dash.to + offset, radius,
          dash.to <= 0.5 ? StickOwner::Begin : StickOwner::End);
  }

 private:
  void write(const Vec3& from, const Vec3& to, double radius, StickOwner owner) {
    const double found = m_form == StickForm::Line ? kLinePickRadius : radius;
    *m_next++ = {from, to, found, m_index, m_bond.begin, m_bond.end, m_form, owner};
  }

  const chem::Bond& m_bond;
  const Vec3& m_from;
  const Vec3& m_to;
  BondIndex m_index;
  StickForm m_form;
  Stick* m_next;
};

void writeParallel(Writer& writer, const BondPlace& place, StickForm form) {
  const chem::Bond& bond = writer.bond();
  const bool line = form == StickForm::Line;
  const Vec3 across = acrossBond(place, bond, writer.direction());
  if (bond.order == BondOrder::Double) {
    const double offset = line ? kLineBondOffset : kDoubleStickOffset;
    writer.stick(across * offset, kDoubleStickRadius);
    writer.stick(across * -offset, kDoubleStickRadius);
    return;
  }
  const double offset = line ? 1.4 * kLineBondOffset : kTripleStickOffset;
  writer.stick(across * offset, kTripleStickRadius);
  writer.stick({}, kTripleStickRadius);
  writer.stick(across * -offset, kTripleStickRadius);
}

}  // namespace

std::uint32_t stickCount(BondOrder order, Representation representation) {
  if (order == BondOrder::Dative) return static_cast<std::uint32_t>(kDativeDashes.size());
  if (representation == Representation::Licorice) return 1;
  switch (order) {
    case BondOrder::Double:
      return 2;
    case BondOrder::Triple:
    case BondOrder::Quadruple:
      return 3;
    case BondOrder::Aromatic:
      return 1 + static_cast<std::uint32_t>(kAromaticDashes.size());
    case BondOrder::Single:
    case BondOrder::Dative:
    case BondOrder::Other:
      break;
  }
  return 1;
}

void writeSticks(const BondPlace& place, BondIndex bond, Representation representation,
                 Stick* sticks) {
  const bool licorice = representation == Representation::Licorice;
  const StickForm form =
      representation == Representation::Wireframe ? StickForm::Line : StickForm::Solid;
  Writer writer(place, bond, form, sticks);
  const BondOrder order = writer.bond().order;
  if (order == BondOrder::Dative) {
    const double radius = licorice ? kLicoriceRadius : kDativeStickRadius;
    for (const Dash& dash : kDativeDashes) writer.dash(dash, {}, radius);
  } else if (licorice) {
    writer.stick({}, kLicoriceRadius);
  } else if (order == BondOrder::Double || order == BondOrder::Triple ||
             order == BondOrder::Quadruple) {
    writeParallel(writer, place, form);
  } else {
    writer.stick({}, kSingleStickRadius);
    if (order != BondOrder::Aromatic) return;
    const Vec3 inside = acrossBond(place, writer.bond(), writer.direction()) * kAromaticDashOffset;
    for (const Dash& dash : kAromaticDashes) writer.dash(dash, inside, kAromaticDashRadius);
  }
}

}  // namespace molloquy::render
