#include "model/chem/selection_parts.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace molloquy::chem {
namespace {

std::vector<AtomIndex> listed(const std::vector<bool>& marked) {
  std::vector<AtomIndex> atoms;
  for (std::uint32_t i = 0; i < marked.size(); ++i) {
    if (marked[i]) atoms.emplace_back(i);
  }
  return atoms;
}

template <std::size_t N>
bool isOneOf(std::string_view name, const std::array<std::string_view, N>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool isBackboneName(std::string_view name) {
  constexpr std::array<std::string_view, 23> kNames = {
      "N",   "CA",  "C",   "O",   "OXT", "P",   "OP1", "OP2", "O1P", "O2P", "O5'", "C5'",
      "C4'", "O4'", "C3'", "O3'", "C2'", "O2'", "C1'", "O5*", "C5*", "C3*", "O3*"};
  return isOneOf(name, kNames);
}

bool isWaterName(std::string_view name) {
  constexpr std::array<std::string_view, 6> kNames = {"HOH", "WAT", "DOD", "H2O", "TIP", "TIP3"};
  return isOneOf(name, kNames);
}

const Residue* residueOf(const Molecule& molecule, std::uint32_t atom) {
  const auto& biopolymer = molecule.biopolymer();
  if (!biopolymer || atom >= biopolymer->residueOf.size()) return nullptr;
  const std::uint32_t residue = biopolymer->residueOf[atom];
  return residue < biopolymer->residues.size() ? &biopolymer->residues[residue] : nullptr;
}

/// Atoms of chains by their names; a hydrogen goes with its neighbour.
std::vector<AtomIndex> chainAtoms(const Molecule& molecule, bool backbone) {
  std::vector<bool> marked(molecule.atoms().size(), false);
  const auto& biopolymer = molecule.biopolymer();
  if (!biopolymer) return {};
  const auto isBackbone = [&](std::uint32_t atom) {
    return atom < biopolymer->atomNames.size() && isBackboneName(biopolymer->atomNames[atom]);
  };
  for (std::uint32_t i = 0; i < marked.size(); ++i) {
    const Residue* residue = residueOf(molecule, i);
    if (residue == nullptr || residue->hetero || isWaterName(residue->name)) continue;
    std::uint32_t named = i;
    const std::span<const BondIndex> bonds = molecule.bondsOf(AtomIndex(i));
    if (molecule.atoms()[i].atomicNumber == 1 && bonds.size() == 1) {
      named = molecule.otherEnd(bonds[0], AtomIndex(i)).value;
    }
    marked[i] = isBackbone(named) == backbone;
  }
  return listed(marked);
}

std::vector<AtomIndex> waterAtoms(const Molecule& molecule) {
  std::vector<bool> marked(molecule.atoms().size(), false);
  for (std::uint32_t i = 0; i < marked.size(); ++i) {
    const Residue* residue = residueOf(molecule, i);
    if (residue != nullptr && isWaterName(residue->name)) marked[i] = true;
    const std::span<const BondIndex> bonds = molecule.bondsOf(AtomIndex(i));
    if (molecule.atoms()[i].atomicNumber != 8 || bonds.size() != 2) continue;
    const bool hydrogens = std::all_of(bonds.begin(), bonds.end(), [&](BondIndex bond) {
      const AtomIndex other = molecule.otherEnd(bond, AtomIndex(i));
      return molecule.atoms()[other.value].atomicNumber == 1 && molecule.bondsOf(other).size() == 1;
    });
    if (!hydrogens) continue;
    marked[i] = true;
    for (const BondIndex bond : bonds) {
      marked[molecule.otherEnd(bond, AtomIndex(i)).value] = true;
    }
  }
  return listed(marked);
}

/// One atom on the way of a depth-first walk, the bond it was entered by, the next bond to try.
struct Visit {
  std::uint32_t atom = 0;
  BondIndex entered{~std::uint32_t{0}};
  std::size_t next = 0;
};

/// Ends of every bond that is no bridge. Source: Tarjan, Inf. Process. Lett. 2 (1974) 160, without
/// recursion.
std::vector<AtomIndex> ringAtoms(const Molecule& molecule) {
  const std::size_t count = molecule.atoms().size();
  std::vector<bool> inRing(count, false);
  std::vector<std::uint32_t> order(count, 0);
  std::vector<std::uint32_t> lowest(count, 0);
  std::uint32_t clock = 0;
  std::vector<Visit> way;
  for (std::uint32_t start = 0; start < count; ++start) {
    if (order[start] != 0) continue;
    way.push_back({.atom = start});
    order[start] = lowest[start] = ++clock;
    while (!way.empty()) {
      Visit& visit = way.back();
      const std::span<const BondIndex> bonds = molecule.bondsOf(AtomIndex(visit.atom));
      if (visit.next < bonds.size()) {
        const BondIndex bond = bonds[visit.next++];
        if (bond == visit.entered) continue;
        const std::uint32_t other = molecule.otherEnd(bond, AtomIndex(visit.atom)).value;
        if (order[other] != 0) {
          lowest[visit.atom] = std::min(lowest[visit.atom], order[other]);
          if (order[other] < order[visit.atom]) inRing[visit.atom] = inRing[other] = true;
          continue;
        }
        order[other] = lowest[other] = ++clock;
        way.push_back({.atom = other, .entered = bond});
        continue;
      }
      const std::uint32_t done = visit.atom;
      way.pop_back();
      if (way.empty()) continue;
      const std::uint32_t above = way.back().atom;
      lowest[above] = std::min(lowest[above], lowest[done]);
      // No way round the bond between them: a bridge.
      if (lowest[done] <= order[above]) inRing[done] = inRing[above] = true;
    }
  }
  return listed(inRing);
}

std::vector<AtomIndex> byElement(const Molecule& molecule, Part part) {
  std::vector<AtomIndex> atoms;
  for (std::uint32_t i = 0; i < molecule.atoms().size(); ++i) {
    const int number = molecule.atoms()[i].atomicNumber;
    const bool wanted = part == Part::Hydrogens ? number == 1 : number != 1 && number != 6;
    if (wanted) atoms.emplace_back(i);
  }
  return atoms;
}

}  // namespace

std::vector<AtomIndex> atomsOfPart(const Molecule& molecule, Part part) {
  switch (part) {
    case Part::Backbone:
      return chainAtoms(molecule, true);
    case Part::SideChains:
      return chainAtoms(molecule, false);
    case Part::Water:
      return waterAtoms(molecule);
    case Part::Rings:
      return ringAtoms(molecule);
    case Part::Hetero:
    case Part::Hydrogens:
      break;
  }
  return byElement(molecule, part);
}

std::vector<AtomIndex> wholeResidues(const Molecule& molecule, std::span<const AtomIndex> atoms) {
  const std::size_t count = molecule.atoms().size();
  std::vector<bool> marked(count, false);
  const auto& biopolymer = molecule.biopolymer();
  std::vector<bool> wanted(biopolymer ? biopolymer->residues.size() : 0, false);
  const auto residue = [&](std::uint32_t atom) {
    const bool known = biopolymer && atom < biopolymer->residueOf.size();
    return known ? biopolymer->residueOf[atom] : Biopolymer::kNoResidue;
  };
  for (const AtomIndex atom : atoms) {
    if (atom.value >= count) continue;
    marked[atom.value] = true;
    if (residue(atom.value) < wanted.size()) wanted[residue(atom.value)] = true;
  }
  for (std::uint32_t i = 0; i < count; ++i) {
    if (residue(i) < wanted.size() && wanted[residue(i)]) marked[i] = true;
  }
  return listed(marked);
}

}  // namespace molloquy::chem
