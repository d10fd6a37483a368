#include "model/chem/energy/stereo_guard.h"

#include <GraphMol/RWMol.h>
#include <GraphMol/SmilesParse/SmilesWrite.h>

#include "model/chem/rdkit_molecule.h"

namespace molloquy::energy {
namespace {

chem::Point3 between(const chem::Point3& from, const chem::Point3& to) {
  return {to[0] - from[0], to[1] - from[1], to[2] - from[2]};
}

chem::Point3 cross(const chem::Point3& a, const chem::Point3& b) {
  return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}

double dot(const chem::Point3& a, const chem::Point3& b) {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

std::string smilesOf(const RDKit::ROMol& mol) { return RDKit::MolToSmiles(mol, true); }

}  // namespace

StereoGuard::StereoGuard(const chem::Molecule& molecule, const chem::Positions& positions) {
  std::vector<std::vector<std::size_t>> neighbours(molecule.atoms().size());
  for (const chem::Bond& bond : molecule.bonds()) {
    neighbours[bond.begin.value].push_back(bond.end.value);
    neighbours[bond.end.value].push_back(bond.begin.value);
  }
  for (std::size_t i = 0; i < neighbours.size(); ++i) {
    const auto& around = neighbours[i];
    if (around.size() == 4) m_centres.push_back({around[0], around[1], around[2], i});
  }
  for (const chem::Bond& bond : molecule.bonds()) {
    if (bond.order != chem::BondOrder::Double) continue;
    const std::size_t b = bond.begin.value;
    const std::size_t c = bond.end.value;
    const auto other = [&](std::size_t of, std::size_t than) {
      for (const std::size_t atom : neighbours[of]) {
        if (atom != than) return atom;
      }
      return of;
    };
    if (neighbours[b].size() < 2 || neighbours[c].size() < 2) continue;
    m_bonds.push_back({other(b, c), b, c, other(c, b)});
  }
  m_seen = seenIn(positions);
}

std::vector<char> StereoGuard::seenIn(const chem::Positions& positions) const {
  std::vector<char> seen;
  seen.reserve(m_centres.size() + m_bonds.size());
  for (const auto& [a, b, c, centre] : m_centres) {
    const chem::Point3& middle = positions[centre];
    seen.push_back(dot(between(middle, positions[a]),
                       cross(between(middle, positions[b]), between(middle, positions[c]))) > 0);
  }
  for (const auto& [a, b, c, d] : m_bonds) {
    const chem::Point3 axis = between(positions[b], positions[c]);
    seen.push_back(dot(cross(between(positions[b], positions[a]), axis),
                       cross(between(positions[c], positions[d]), axis)) > 0);
  }
  return seen;
}

bool StereoGuard::agrees(const chem::Positions& positions) const {
  return seenIn(positions) == m_seen;
}

bool isAchiral(const chem::Molecule& molecule) {
  RDKit::RWMol mirror(*molecule.rdkit()->mol);
  const std::string before = smilesOf(mirror);
  for (RDKit::Atom* atom : mirror.atoms()) atom->invertChirality();
  return smilesOf(mirror) == before;
}

}  // namespace molloquy::energy
