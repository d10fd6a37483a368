#include "model/chem/selection_queries.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <unordered_map>

namespace molloquy::chem {
namespace {

std::vector<AtomIndex> listed(const std::vector<bool>& marked) {
  std::vector<AtomIndex> atoms;
  for (std::uint32_t i = 0; i < marked.size(); ++i) {
    if (marked[i]) atoms.emplace_back(i);
  }
  return atoms;
}

std::vector<bool> marks(std::size_t count, std::span<const AtomIndex> atoms) {
  std::vector<bool> marked(count, false);
  for (const AtomIndex atom : atoms) {
    if (atom.value < count) marked[atom.value] = true;
  }
  return marked;
}

AtomIndex otherEnd(const Bond& bond, AtomIndex atom) {
  return bond.begin == atom ? bond.end : bond.begin;
}

template <class Wanted>
std::vector<AtomIndex> atomsWhere(const Molecule& molecule, Wanted wanted) {
  std::vector<AtomIndex> atoms;
  const auto& biopolymer = molecule.biopolymer();
  if (!biopolymer) return atoms;
  for (std::uint32_t i = 0; i < biopolymer->residueOf.size(); ++i) {
    const std::uint32_t residue = biopolymer->residueOf[i];
    if (residue != Biopolymer::kNoResidue && wanted(biopolymer->residues[residue])) {
      atoms.emplace_back(i);
    }
  }
  return atoms;
}

/// Place of a cell of `edge` angstrom, as one number.
std::int64_t cellOf(const Point3& point, double edge, const std::array<int, 3>& shift) {
  std::int64_t cell = 0;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const auto place = static_cast<std::int64_t>(std::floor(point[axis] / edge)) + shift[axis];
    cell = (cell << 21) ^ (place & 0x1FFFFF);
  }
  return cell;
}

double squaredDistance(const Point3& a, const Point3& b) {
  const double x = a[0] - b[0], y = a[1] - b[1], z = a[2] - b[2];
  return x * x + y * y + z * z;
}

}  // namespace

std::vector<AtomIndex> atomsOfElement(const Molecule& molecule, int atomicNumber) {
  std::vector<AtomIndex> atoms;
  for (std::uint32_t i = 0; i < molecule.atoms().size(); ++i) {
    if (molecule.atoms()[i].atomicNumber == atomicNumber) atoms.emplace_back(i);
  }
  return atoms;
}

std::vector<AtomIndex> atomsOfResidue(const Molecule& molecule, std::string_view residue) {
  const auto colon = residue.find(':');
  const std::string_view chain = colon == residue.npos ? "" : residue.substr(0, colon);
  const std::string_view name = colon == residue.npos ? residue : residue.substr(colon + 1);
  int number = 0;
  const auto parsed = std::from_chars(name.data(), name.data() + name.size(), number);
  const bool isNumber = parsed.ec == std::errc() && parsed.ptr == name.data() + name.size();
  return atomsWhere(molecule, [&](const Residue& candidate) {
    if (!chain.empty() && candidate.chain != chain) return false;
    return isNumber ? candidate.number == number : candidate.name == name;
  });
}

std::vector<AtomIndex> atomsOfChain(const Molecule& molecule, std::string_view chain) {
  return atomsWhere(molecule, [&](const Residue& residue) { return residue.chain == chain; });
}

std::vector<AtomIndex> within(const Positions& positions, std::span<const AtomIndex> of,
                              double angstrom) {
  std::vector<bool> near = marks(positions.size(), of);
  if (!(angstrom > 0)) return listed(near);
  std::unordered_map<std::int64_t, std::vector<std::uint32_t>> centres;
  for (const AtomIndex atom : of) {
    if (atom.value >= positions.size()) continue;
    centres[cellOf(positions[atom.value], angstrom, {})].push_back(atom.value);
  }
  const auto isNear = [&](const Point3& point) {
    for (int x = -1; x <= 1; ++x) {
      for (int y = -1; y <= 1; ++y) {
        for (int z = -1; z <= 1; ++z) {
          const auto cell = centres.find(cellOf(point, angstrom, {x, y, z}));
          if (cell == centres.end()) continue;
          for (const std::uint32_t centre : cell->second) {
            if (squaredDistance(positions[centre], point) <= angstrom * angstrom) return true;
          }
        }
      }
    }
    return false;
  };
  for (std::size_t i = 0; i < positions.size(); ++i) {
    if (!near[i] && isNear(positions[i])) near[i] = true;
  }
  return listed(near);
}

std::vector<AtomIndex> grown(const Molecule& molecule, std::span<const AtomIndex> atoms) {
  const std::vector<bool> before = marks(molecule.atoms().size(), atoms);
  std::vector<bool> after = before;
  for (const Bond& bond : molecule.bonds()) {
    if (before[bond.begin.value]) after[bond.end.value] = true;
    if (before[bond.end.value]) after[bond.begin.value] = true;
  }
  return listed(after);
}

std::vector<AtomIndex> shrunk(const Molecule& molecule, std::span<const AtomIndex> atoms) {
  const std::vector<bool> before = marks(molecule.atoms().size(), atoms);
  std::vector<bool> after = before;
  for (const Bond& bond : molecule.bonds()) {
    if (!before[bond.begin.value]) after[bond.end.value] = false;
    if (!before[bond.end.value]) after[bond.begin.value] = false;
  }
  return listed(after);
}

std::vector<AtomIndex> inverted(const Molecule& molecule, std::span<const AtomIndex> atoms) {
  std::vector<bool> marked = marks(molecule.atoms().size(), atoms);
  marked.flip();
  return listed(marked);
}

std::vector<AtomIndex> fragmentOf(const Molecule& molecule, AtomIndex atom) {
  std::vector<bool> reached(molecule.atoms().size(), false);
  if (atom.value >= reached.size()) return {};
  std::vector<AtomIndex> open{atom};
  reached[atom.value] = true;
  while (!open.empty()) {
    const AtomIndex from = open.back();
    open.pop_back();
    for (const BondIndex bond : molecule.bondsOf(from)) {
      const AtomIndex next = otherEnd(molecule.bonds()[bond.value], from);
      if (reached[next.value]) continue;
      reached[next.value] = true;
      open.push_back(next);
    }
  }
  return listed(reached);
}

}  // namespace molloquy::chem
