#include "render/contacts.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <tuple>

#include "render/cell_list.h"

namespace molloquy::render {

namespace {

constexpr int kHydrogen = 1, kCarbon = 6, kNitrogen = 7, kOxygen = 8, kFluorine = 9, kSulphur = 16;
/// At heavy atoms that stand for a hydrogen bond, degrees.
constexpr double kLeastHeavyAngle = 90;
/// Bonds between two atoms that are near because of them.
constexpr int kNearByBonds = 3;
constexpr double kDash = 0.2;
constexpr double kGap = 0.15;
/// Left free at either end, angstrom.
constexpr double kEndGap = 0.3;

/// Elements whose contacts are told: coordination to metals is none.
bool isNonMetal(int element) {
  for (const int known : {1, 5, 6, 7, 8, 9, 14, 15, 16, 17, 33, 34, 35, 53}) {
    if (element == known) return true;
  }
  return false;
}

class ContactFinder {
 public:
  ContactFinder(const chem::Molecule& molecule, const std::vector<Vec3>& positions,
                const ContactCriteria& criteria)
      : m_molecule(molecule), m_positions(positions), m_criteria(criteria) {
    m_hasHydrogens = std::any_of(molecule.atoms().begin(), molecule.atoms().end(),
                                 [](const chem::Atom& a) { return a.atomicNumber == kHydrogen; });
    for (std::uint32_t i = 0; i < molecule.atoms().size(); ++i) {
      m_acceptor.push_back(accepts(AtomIndex(i)) ? 1 : 0);
    }
  }

  std::vector<Contact> find() {
    const double largest = 2 * vanDerWaalsRadius(53) - m_criteria.overlap;
    const double reach =
        std::max({m_criteria.hydrogenToAcceptor, m_criteria.donorToAcceptor, largest});
    const CellList cells(m_positions, reach);
    for (std::uint32_t i = 0; i < m_positions.size(); ++i) {
      const double radius =
          std::max(m_criteria.donorToAcceptor, radiusOf(AtomIndex(i)) + largest / 2);
      cells.eachNear(m_positions[i], std::min(radius, reach), [&](std::uint32_t j) {
        if (j > i) look(AtomIndex(i), AtomIndex(j));
      });
    }
    dropBesideHydrogenBonds();
    std::sort(m_contacts.begin(), m_contacts.end(), [](const Contact& a, const Contact& b) {
      return std::tie(a.from, a.to, a.kind) < std::tie(b.from, b.to, b.kind);
    });
    return std::move(m_contacts);
  }

 private:
  [[nodiscard]] int element(AtomIndex atom) const {
    return m_molecule.atoms()[atom.value].atomicNumber;
  }
  [[nodiscard]] double radiusOf(AtomIndex atom) const { return vanDerWaalsRadius(element(atom)); }
  [[nodiscard]] double distance(AtomIndex a, AtomIndex b) const {
    return length(m_positions[a.value] - m_positions[b.value]);
  }
  /// At `middle`, degrees.
  [[nodiscard]] double angle(AtomIndex a, AtomIndex middle, AtomIndex b) const {
    const Vec3 u = normalized(m_positions[a.value] - m_positions[middle.value]);
    const Vec3 v = normalized(m_positions[b.value] - m_positions[middle.value]);
    return std::acos(std::clamp(dot(u, v), -1.0, 1.0)) * 180 / std::numbers::pi;
  }
  template <class Visit>
  void eachNeighbour(AtomIndex atom, const Visit& visit) const {
    for (const BondIndex bond : m_molecule.bondsOf(atom)) {
      visit(m_molecule.otherEnd(bond, atom), m_molecule.bonds()[bond.value]);
    }
  }

  /// Whether a nitrogen's lone pair is part of a ring's or a double bond's electrons.
  [[nodiscard]] bool givesLonePair(AtomIndex nitrogen) const {
    if (m_molecule.atoms()[nitrogen.value].aromatic) {
      return m_molecule.bondsOf(nitrogen).size() > 2;
    }
    bool gives = false;
    bool ownDouble = false;
    eachNeighbour(nitrogen, [&](AtomIndex next, const chem::Bond& bond) {
      ownDouble = ownDouble || bond.kekuleOrder != chem::BondOrder::Single;
      gives = gives || m_molecule.atoms()[next.value].aromatic;
      if (element(next) != kCarbon && element(next) != kSulphur) return;
      eachNeighbour(next, [&](AtomIndex far, const chem::Bond& farBond) {
        const int e = element(far);
        gives = gives || (far != nitrogen && farBond.kekuleOrder == chem::BondOrder::Double &&
                          (e == kOxygen || e == kNitrogen || e == kSulphur));
      });
    });
    return gives && !ownDouble;
  }

  [[nodiscard]] bool accepts(AtomIndex atom) const {
    const chem::Atom& properties = m_molecule.atoms()[atom.value];
    switch (properties.atomicNumber) {
      case kOxygen:
      case kSulphur:
      case kFluorine:
        return properties.formalCharge <= 0 && m_molecule.bondsOf(atom).size() <= 2;
      case kNitrogen:
        return properties.formalCharge <= 0 && m_molecule.bondsOf(atom).size() <= 3 &&
               !givesLonePair(atom);
      default:
        return false;
    }
  }

  [[nodiscard]] bool isPolar(AtomIndex atom) const {
    return element(atom) == kNitrogen || element(atom) == kOxygen || element(atom) == kSulphur;
  }
  /// The atom that a polar hydrogen sits on.
  [[nodiscard]] std::optional<AtomIndex> donorOf(AtomIndex hydrogen) const {
    std::optional<AtomIndex> donor;
    if (element(hydrogen) != kHydrogen) return donor;
    eachNeighbour(hydrogen, [&](AtomIndex next, const chem::Bond&) {
      if (isPolar(next)) donor = next;
    });
    return donor;
  }
  /// Without hydrogens: nitrogens and oxygens with room for one.
  [[nodiscard]] bool mayDonate(AtomIndex atom) const {
    if (m_hasHydrogens || (element(atom) != kNitrogen && element(atom) != kOxygen)) return false;
    double valence = 0;
    eachNeighbour(atom, [&](AtomIndex, const chem::Bond& bond) {
      valence += bond.kekuleOrder == chem::BondOrder::Double   ? 2
                 : bond.kekuleOrder == chem::BondOrder::Triple ? 3
                                                               : 1;
    });
    return valence < (element(atom) == kNitrogen ? 3 : 2);
  }

  void look(AtomIndex a, AtomIndex b) {
    const double apart = distance(a, b);
    if (hydrogenBond(a, b, apart) || hydrogenBond(b, a, apart)) return;
    if (apart < radiusOf(a) + radiusOf(b) - m_criteria.overlap && isNonMetal(element(a)) &&
        isNonMetal(element(b)) && !bondedWithin(a, b, kNearByBonds)) {
      m_contacts.push_back({ContactKind::CloseContact, a, b, apart});
    }
  }

  bool hydrogenBond(AtomIndex from, AtomIndex acceptor, double apart) {
    if (m_acceptor[acceptor.value] == 0) return false;
    if (const auto donor = donorOf(from)) {
      if (apart >= m_criteria.hydrogenToAcceptor || *donor == acceptor ||
          angle(*donor, from, acceptor) < m_criteria.leastAngle ||
          bondedWithin(*donor, acceptor, 2)) {
        return false;
      }
    } else if (!mayDonate(from) || apart > m_criteria.donorToAcceptor ||
               bondedWithin(from, acceptor, kNearByBonds) || !isOpen(from, acceptor) ||
               !isOpen(acceptor, from)) {
      return false;
    }
    m_contacts.push_back({ContactKind::HydrogenBond, from, acceptor, apart});
    return true;
  }

  /// Whether the neighbours of `atom` leave the direction to `other` free.
  [[nodiscard]] bool isOpen(AtomIndex atom, AtomIndex other) const {
    bool open = true;
    eachNeighbour(atom, [&](AtomIndex next, const chem::Bond&) {
      open = open && angle(next, atom, other) > kLeastHeavyAngle;
    });
    return open;
  }

  [[nodiscard]] bool bondedWithin(AtomIndex from, AtomIndex to, int bonds) const {
    if (from == to) return true;
    if (bonds == 0) return false;
    bool found = false;
    eachNeighbour(from, [&](AtomIndex next, const chem::Bond&) {
      found = found || bondedWithin(next, to, bonds - 1);
    });
    return found;
  }

  /// What a hydrogen bond draws together is not told a second time: donor and acceptor, or the
  /// hydrogen and what the acceptor sits on.
  void dropBesideHydrogenBonds() {
    std::vector<std::pair<AtomIndex, AtomIndex>> explained;
    for (const Contact& contact : m_contacts) {
      if (contact.kind != ContactKind::HydrogenBond) continue;
      const auto add = [&](AtomIndex a, AtomIndex b) {
        explained.emplace_back(std::min(a, b), std::max(a, b));
      };
      const auto donor = donorOf(contact.from);
      if (donor) add(*donor, contact.to);
      eachNeighbour(contact.to, [&](AtomIndex next, const chem::Bond&) {
        add(contact.from, next);
        if (donor) add(*donor, next);
      });
    }
    std::sort(explained.begin(), explained.end());
    std::erase_if(m_contacts, [&](const Contact& contact) {
      return contact.kind == ContactKind::CloseContact &&
             std::binary_search(explained.begin(), explained.end(),
                                std::pair(contact.from, contact.to));
    });
  }

  const chem::Molecule& m_molecule;
  const std::vector<Vec3>& m_positions;
  const ContactCriteria& m_criteria;
  bool m_hasHydrogens = false;
  std::vector<char> m_acceptor;  ///< by atom.
  std::vector<Contact> m_contacts;
};

}  // namespace

std::vector<Contact> findContacts(const chem::Molecule& molecule,
                                  const std::vector<chem::Point3>& positions,
                                  const ContactCriteria& criteria) {
  if (positions.empty()) return {};
  return ContactFinder(molecule, positions, criteria).find();
}

std::vector<Dash> dashesOf(const std::vector<Contact>& contacts,
                           const std::vector<chem::Point3>& positions) {
  std::vector<Dash> dashes;
  for (const Contact& contact : contacts) {
    if (contact.from.value >= positions.size() || contact.to.value >= positions.size()) continue;
    const Vec3 from = positions[contact.from.value];
    const Vec3 way = positions[contact.to.value] - from;
    const double whole = length(way);
    const double margin = std::min(kEndGap, whole / 4);
    const double line = whole - 2 * margin;
    const int count = std::max(1, static_cast<int>(std::lround((line + kGap) / (kDash + kGap))));
    const double step = line / (count - kGap / (kDash + kGap));
    const double dash = step * kDash / (kDash + kGap);
    for (int k = 0; k < count && whole > 0; ++k) {
      const double begin = margin + k * step;
      dashes.push_back(
          {from + way * (begin / whole), from + way * ((begin + dash) / whole), contact.kind});
    }
  }
  return dashes;
}

}  // namespace molloquy::render
