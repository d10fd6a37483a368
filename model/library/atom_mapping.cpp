#include "model/library/atom_mapping.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <utility>

namespace molloquy::library {
namespace {

constexpr std::size_t kMappedAtoms = 1'000;
constexpr int kSteps = 200'000;
/// Four neighbours nearly in a plane have no hand, cubic angstrom.
constexpr double kFlatVolume = 0.2;
constexpr std::uint32_t kNone = ~std::uint32_t{0};

using chem::Molecule;
using chem::Point3;

std::uint64_t mixed(std::uint64_t seed, std::uint64_t value) {
  seed ^= value + 0x9e3779b97f4a7c15U + (seed << 6) + (seed >> 2);
  seed *= 0xff51afd7ed558ccdU;
  return seed ^ (seed >> 33);
}

/// Numbers that are equal for atoms with equal surroundings, in any molecule.
std::vector<std::uint64_t> surroundings(const Molecule& molecule) {
  const std::size_t atoms = molecule.atoms().size();
  std::vector<std::uint64_t> ranks(atoms);
  for (std::size_t at = 0; at < atoms; ++at) {
    const chem::Atom& atom = molecule.atoms()[at];
    ranks[at] = mixed(static_cast<std::uint64_t>(atom.atomicNumber),
                      static_cast<std::uint64_t>(atom.isotope));
  }
  const auto classes = [](std::vector<std::uint64_t> sorted) {
    std::sort(sorted.begin(), sorted.end());
    return std::unique(sorted.begin(), sorted.end()) - sorted.begin();
  };
  for (auto before = classes(ranks);;) {
    std::vector<std::uint64_t> next(atoms);
    for (std::size_t at = 0; at < atoms; ++at) {
      std::vector<std::uint64_t> around;
      for (const AtomIndex other : molecule.neighbours(AtomIndex(std::uint32_t(at)))) {
        around.push_back(ranks[other.value]);
      }
      std::sort(around.begin(), around.end());
      next[at] = ranks[at];
      for (const std::uint64_t rank : around) next[at] = mixed(next[at], rank);
    }
    ranks = std::move(next);
    const auto now = classes(ranks);
    if (now == before) return ranks;
    before = now;
  }
}

Point3 between(const Point3& a, const Point3& b) { return {b[0] - a[0], b[1] - a[1], b[2] - a[2]}; }

Point3 cross(const Point3& a, const Point3& b) {
  return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}

double dot(const Point3& a, const Point3& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }

double volume(const std::vector<Point3>& at, const std::array<std::uint32_t, 4>& atoms) {
  const Point3& first = at[atoms[0]];
  return dot(between(first, at[atoms[1]]),
             cross(between(first, at[atoms[2]]), between(first, at[atoms[3]])));
}

/// Positive where x and y lie on the same side of the bond a-b.
double side(const std::vector<Point3>& at, const std::array<std::uint32_t, 4>& xaby) {
  const Point3 axis = between(at[xaby[1]], at[xaby[2]]);
  return dot(cross(between(at[xaby[1]], at[xaby[0]]), axis),
             cross(between(at[xaby[2]], at[xaby[3]]), axis));
}

/// Search for the atoms of one molecule in another, an atom after the other.
class Mapping {
 public:
  Mapping(const PlacedMolecule& from, const PlacedMolecule& to)
      : m_from(from),
        m_to(to),
        m_fromRanks(surroundings(from.molecule)),
        m_toRanks(surroundings(to.molecule)),
        m_mapped(to.molecule.atoms().size(), kNone),
        m_used(to.molecule.atoms().size(), 0) {}

  std::vector<AtomIndex> find() {
    auto here = m_fromRanks;
    auto there = m_toRanks;
    std::sort(here.begin(), here.end());
    std::sort(there.begin(), there.end());
    if (here != there) return {};
    layOrder();
    if (!place(0)) return {};
    std::vector<AtomIndex> atoms;
    for (const std::uint32_t atom : m_mapped) atoms.emplace_back(atom);
    return atoms;
  }

 private:
  /// Atoms of rare surroundings first, then whatever is bonded to what came before.
  void layOrder() {
    std::map<std::uint64_t, int> counts;
    for (const std::uint64_t rank : m_toRanks) ++counts[rank];
    const std::size_t atoms = m_toRanks.size();
    std::vector<char> laid(atoms, 0);
    while (m_order.size() < atoms) {
      std::size_t rarest = atoms;
      for (std::size_t at = 0; at < atoms; ++at) {
        if (laid[at] != 0) continue;
        if (rarest == atoms || counts[m_toRanks[at]] < counts[m_toRanks[rarest]]) rarest = at;
      }
      std::size_t next = m_order.size();
      m_order.push_back(static_cast<std::uint32_t>(rarest));
      m_parents.push_back(kNone);
      laid[rarest] = 1;
      for (; next < m_order.size(); ++next) {
        for (const AtomIndex other : m_to.molecule.neighbours(AtomIndex(m_order[next]))) {
          if (laid[other.value] != 0) continue;
          laid[other.value] = 1;
          m_order.push_back(other.value);
          m_parents.push_back(m_order[next]);
        }
      }
    }
  }

  bool place(std::size_t depth) {
    if (depth == m_order.size()) return sidesAgree();
    if (++m_steps > kSteps) return false;
    const std::uint32_t atom = m_order[depth];
    for (const std::uint32_t candidate : candidates(depth)) {
      if (m_used[candidate] != 0 || m_fromRanks[candidate] != m_toRanks[atom]) continue;
      if (!bondsAgree(atom, candidate)) continue;
      m_mapped[atom] = candidate;
      m_used[candidate] = 1;
      if (handsAgree(atom) && place(depth + 1)) return true;
      m_mapped[atom] = kNone;
      m_used[candidate] = 0;
    }
    return false;
  }

  [[nodiscard]] std::vector<std::uint32_t> candidates(std::size_t depth) const {
    std::vector<std::uint32_t> found;
    if (m_parents[depth] != kNone) {
      const AtomIndex parent(m_mapped[m_parents[depth]]);
      for (const AtomIndex other : m_from.molecule.neighbours(parent)) found.push_back(other.value);
      return found;
    }
    for (std::size_t at = 0; at < m_fromRanks.size(); ++at) {
      found.push_back(static_cast<std::uint32_t>(at));
    }
    return found;
  }

  [[nodiscard]] bool bondsAgree(std::uint32_t atom, std::uint32_t candidate) const {
    const auto around = m_from.molecule.neighbours(AtomIndex(candidate));
    for (const AtomIndex other : m_to.molecule.neighbours(AtomIndex(atom))) {
      const std::uint32_t image = m_mapped[other.value];
      if (image == kNone) continue;
      if (std::find(around.begin(), around.end(), AtomIndex(image)) == around.end()) return false;
    }
    return true;
  }

  /// The atom just mapped and its neighbours, as far as all around them is mapped.
  [[nodiscard]] bool handsAgree(std::uint32_t atom) const {
    if (!handAgrees(atom)) return false;
    const auto around = m_to.molecule.neighbours(AtomIndex(atom));
    return std::all_of(around.begin(), around.end(),
                       [this](AtomIndex other) { return handAgrees(other.value); });
  }

  [[nodiscard]] bool handAgrees(std::uint32_t centre) const {
    const auto around = m_to.molecule.neighbours(AtomIndex(centre));
    if (around.size() != 4) return true;
    std::array<std::uint32_t, 4> here{};
    std::array<std::uint32_t, 4> there{};
    std::vector<std::uint64_t> ends;
    for (std::size_t at = 0; at < 4; ++at) {
      here[at] = around[at].value;
      there[at] = m_mapped[here[at]];
      if (there[at] == kNone) return true;
      if (m_to.molecule.neighbours(around[at]).size() == 1) ends.push_back(m_toRanks[here[at]]);
    }
    // Two equal ends (the hydrogens of CH2) have no names that could be exchanged.
    std::sort(ends.begin(), ends.end());
    if (std::adjacent_find(ends.begin(), ends.end()) != ends.end()) return true;
    const double a = volume(m_to.conformer.positions, here);
    const double b = volume(m_from.conformer.positions, there);
    if (std::abs(a) < kFlatVolume || std::abs(b) < kFlatVolume) return true;
    return (a > 0) == (b > 0);
  }

  [[nodiscard]] bool sidesAgree() const {
    for (const chem::Bond& bond : m_to.molecule.bonds()) {
      if (bond.order != chem::BondOrder::Double) continue;
      for (const AtomIndex x : m_to.molecule.neighbours(bond.begin)) {
        for (const AtomIndex y : m_to.molecule.neighbours(bond.end)) {
          if (x == bond.end || y == bond.begin) continue;
          const std::array here{x.value, bond.begin.value, bond.end.value, y.value};
          const std::array there{m_mapped[here[0]], m_mapped[here[1]], m_mapped[here[2]],
                                 m_mapped[here[3]]};
          const double a = side(m_to.conformer.positions, here);
          const double b = side(m_from.conformer.positions, there);
          if (std::min(std::abs(a), std::abs(b)) > kFlatVolume && (a > 0) != (b > 0)) return false;
        }
      }
    }
    return true;
  }

  const PlacedMolecule& m_from;
  const PlacedMolecule& m_to;
  std::vector<std::uint64_t> m_fromRanks;
  std::vector<std::uint64_t> m_toRanks;
  std::vector<std::uint32_t> m_mapped;   ///< by atom of `to`: the atom of `from`.
  std::vector<char> m_used;              ///< by atom of `from`.
  std::vector<std::uint32_t> m_order;    ///< atoms of `to` as they are mapped.
  std::vector<std::uint32_t> m_parents;  ///< by place in m_order: a bonded atom before it.
  int m_steps = 0;
};

}  // namespace

std::vector<AtomIndex> sameAtoms(const PlacedMolecule& from, const PlacedMolecule& to) {
  const std::size_t atoms = to.molecule.atoms().size();
  if (atoms == 0 || atoms > kMappedAtoms || from.molecule.atoms().size() != atoms ||
      from.conformer.positions.size() != atoms || to.conformer.positions.size() != atoms) {
    return {};
  }
  return Mapping(from, to).find();
}

}  // namespace molloquy::library
