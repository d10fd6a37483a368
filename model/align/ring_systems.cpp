#include "model/align/ring_systems.h"

#include <algorithm>
#include <numeric>
#include <set>

#include <GraphMol/MolOps.h>
#include <GraphMol/RingInfo.h>

#include "model/chem/rdkit_molecule.h"

namespace molloquy::align {
namespace {

std::size_t sharedCount(const std::vector<int>& a, const std::vector<int>& b) {
  return static_cast<std::size_t>(std::count_if(a.begin(), a.end(), [&](int value) {
    return std::find(b.begin(), b.end(), value) != b.end();
  }));
}

Ring makeRing(const RDKit::ROMol& mol, const std::vector<int>& atoms, const std::vector<int>& bonds) {
  Ring ring;
  for (int atom : atoms) {
    ring.atoms.emplace_back(static_cast<std::uint32_t>(atom));
    const int number = mol.getAtomWithIdx(static_cast<unsigned>(atom))->getAtomicNum();
    if (number != 6) ring.heteroatoms.push_back(number);
  }
  std::sort(ring.heteroatoms.begin(), ring.heteroatoms.end());
  const auto allBonds = [&](auto predicate) {
    return std::all_of(bonds.begin(), bonds.end(), [&](int bond) {
      return predicate(*mol.getBondWithIdx(static_cast<unsigned>(bond)));
    });
  };
  ring.aromatic = allBonds([](const RDKit::Bond& bond) { return bond.getIsAromatic(); });
  ring.saturated =
      allBonds([](const RDKit::Bond& bond) { return bond.getBondType() == RDKit::Bond::SINGLE; });
  return ring;
}

/// Groups of rings joined by shared bonds, by union-find over ring pairs.
std::vector<std::size_t> systemOfEachRing(const std::vector<std::vector<int>>& bondRings) {
  std::vector<std::size_t> parent(bondRings.size());
  std::iota(parent.begin(), parent.end(), std::size_t{0});
  const auto rootOf = [&](std::size_t ring) {
    while (parent[ring] != ring) ring = parent[ring];
    return ring;
  };
  for (std::size_t a = 0; a < bondRings.size(); ++a)
    for (std::size_t b = a + 1; b < bondRings.size(); ++b)
      if (sharedCount(bondRings[a], bondRings[b]) > 0) {
        // The smallest member stays the root, so that a walk upwards meets it first.
        const std::size_t first = rootOf(a), second = rootOf(b);
        parent[std::max(first, second)] = std::min(first, second);
      }
  for (std::size_t ring = 0; ring < parent.size(); ++ring) parent[ring] = rootOf(ring);
  return parent;
}

std::vector<RingSystem> groupRings(const std::vector<Ring>& rings,
                                   const std::vector<std::vector<int>>& bondRings) {
  const std::vector<std::size_t> root = systemOfEachRing(bondRings);
  std::vector<RingSystem> systems;
  for (std::size_t first = 0; first < rings.size(); ++first) {
    if (root[first] != first) continue;
    RingSystem system;
    std::set<AtomIndex> atoms;
    for (std::size_t ring = first; ring < rings.size(); ++ring) {
      if (root[ring] != first) continue;
      for (std::size_t other : system.rings) {
        const std::size_t shared = sharedCount(bondRings[ring], bondRings[other]);
        if (shared > 1) system.junction = RingJunction::Bridged;
        if (shared == 1 && system.junction == RingJunction::Single)
          system.junction = RingJunction::Fused;
      }
      system.rings.push_back(ring);
      atoms.insert(rings[ring].atoms.begin(), rings[ring].atoms.end());
    }
    system.atoms.assign(atoms.begin(), atoms.end());
    systems.push_back(std::move(system));
  }
  std::stable_sort(systems.begin(), systems.end(), [](const RingSystem& a, const RingSystem& b) {
    return a.rings.size() > b.rings.size();
  });
  return systems;
}

}  // namespace

Rings perceiveRings(const chem::Molecule& molecule) {
  Rings result;
  if (!molecule.rdkit()) return result;
  const RDKit::ROMol& mol = *molecule.rdkit()->mol;
  const RDKit::RingInfo* info = mol.getRingInfo();
  const auto& atomRings = info->atomRings();
  const auto& bondRings = info->bondRings();
  for (std::size_t ring = 0; ring < atomRings.size(); ++ring)
    result.rings.push_back(makeRing(mol, atomRings[ring], bondRings[ring]));
  result.systems = groupRings(result.rings, bondRings);

  std::vector<int> systemsOfAtom(mol.getNumAtoms(), 0);
  for (const RingSystem& system : result.systems)
    for (AtomIndex atom : system.atoms) ++systemsOfAtom[atom.value];
  for (std::uint32_t atom = 0; atom < mol.getNumAtoms(); ++atom)
    if (systemsOfAtom[atom] > 1) result.spiroAtoms.emplace_back(atom);

  std::vector<int> fragments;
  const unsigned components = RDKit::MolOps::getMolFrags(mol, fragments);
  result.count = static_cast<int>(mol.getNumBonds()) - static_cast<int>(mol.getNumAtoms()) +
                 static_cast<int>(components);
  return result;
}

}  // namespace molloquy::align
