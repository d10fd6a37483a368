#include "model/chem/energy/symmetric_rmsd.h"

#include <GraphMol/RWMol.h>
#include <GraphMol/Substruct/SubstructMatch.h>
#include <fmt/format.h>

#include "model/chem/rdkit_errors.h"
#include "model/chem/rdkit_molecule.h"

namespace molloquy::energy {
namespace {

/// Most ways that are tried; four tert-butyl groups have 1296.
constexpr unsigned kMostWays = 2000;

bool isBareOxygen(const RDKit::Atom& atom) {
  if (atom.getAtomicNum() != 8 || atom.getDegree() != 1) return false;
  return atom.getTotalNumHs(true) == 0;
}

/// Makes the terminal oxygens of carboxylates, nitro, sulfonyl and phosphate groups alike.
void equaliseTerminalOxygens(RDKit::RWMol& mol) {
  for (RDKit::Atom* centre : mol.atoms()) {
    std::vector<RDKit::Atom*> oxygens;
    for (RDKit::Atom* neighbour : mol.atomNeighbors(centre)) {
      if (isBareOxygen(*neighbour)) oxygens.push_back(neighbour);
    }
    if (oxygens.size() < 2) continue;
    for (RDKit::Atom* oxygen : oxygens) {
      oxygen->setFormalCharge(0);
      mol.getBondBetweenAtoms(centre->getIdx(), oxygen->getIdx())
          ->setBondType(RDKit::Bond::ONEANDAHALF);
    }
  }
}

/// The heavy atoms of a molecule as a graph of its own, or all when there are none; `atoms` gets
/// their places in the molecule.
RDKit::RWMol comparedGraph(const chem::Molecule& molecule, std::vector<std::size_t>& atoms) {
  RDKit::RWMol mol(*molecule.rdkit()->mol);
  equaliseTerminalOxygens(mol);
  const bool onlyHeavy = molecule.heavyAtomCount() > 0;
  mol.beginBatchEdit();
  for (const RDKit::Atom* atom : mol.atoms()) {
    if (onlyHeavy && atom->getAtomicNum() == 1) {
      mol.removeAtom(atom->getIdx());
    } else {
      atoms.push_back(atom->getIdx());
    }
  }
  mol.commitBatchEdit();
  return mol;
}

std::vector<std::vector<std::size_t>> waysOf(const RDKit::ROMol& graph,
                                             const std::vector<std::size_t>& atoms) {
  RDKit::SubstructMatchParameters parameters;
  parameters.uniquify = false;
  parameters.useChirality = false;
  parameters.maxMatches = kMostWays;
  std::vector<std::vector<std::size_t>> ways;
  for (const auto& match : RDKit::SubstructMatch(graph, graph, parameters)) {
    std::vector<std::size_t> way(atoms.size());
    for (const auto& [from, to] : match) {
      way[static_cast<std::size_t>(from)] = atoms[static_cast<std::size_t>(to)];
    }
    ways.push_back(std::move(way));
  }
  if (ways.empty()) ways.push_back(atoms);
  return ways;
}

chem::Positions picked(const chem::Positions& positions, const std::vector<std::size_t>& atoms) {
  chem::Positions points;
  points.reserve(atoms.size());
  for (const std::size_t atom : atoms) points.push_back(positions[atom]);
  return points;
}

}  // namespace

Result<SymmetricRmsd> SymmetricRmsd::make(const chem::Molecule& molecule) {
  if (molecule.atoms().empty()) {
    return fail(ErrorCode::InvalidInput, "The structure has no atoms to compare.");
  }
  if (!molecule.rdkit()) {
    return fail(ErrorCode::Unsupported,
                "Shapes are compared for structures whose chemistry was read.");
  }
  try {
    SymmetricRmsd rmsd;
    const RDKit::RWMol graph = comparedGraph(molecule, rmsd.m_atoms);
    rmsd.m_ways = waysOf(graph, rmsd.m_atoms);
    if (rmsd.m_ways.size() >= kMostWays) {
      rmsd.m_note = fmt::format(
          "Like atoms can be exchanged in more than {} ways; distances were "
          "measured over that many.",
          kMostWays);
    }
    return rmsd;
  } catch (...) {
    const auto name = [&](unsigned atom) { return chem::atomName(molecule, AtomIndex(atom)); };
    return tl::unexpected(chem::currentRdkitError({name, "The structure"}));
  }
}

chem::Superposition SymmetricRmsd::best(const chem::Positions& moving,
                                        const chem::Positions& target) const {
  const chem::Positions fixed = picked(target, m_atoms);
  std::optional<chem::Superposition> best;
  for (const auto& way : m_ways) {
    const auto laid = chem::superpose(picked(moving, way), fixed);
    if (laid && (!best || laid->rmsd < best->rmsd)) best = *laid;
  }
  return best.value_or(chem::Superposition{});
}

bool SymmetricRmsd::areNear(const chem::Positions& a, const chem::Positions& b,
                            double limit) const {
  const chem::Positions fixed = picked(b, m_atoms);
  for (const auto& way : m_ways) {
    const auto laid = chem::superpose(picked(a, way), fixed);
    if (laid && laid->rmsd < limit) return true;
  }
  return false;
}

Result<double> bestRmsd(const chem::Molecule& molecule, const chem::Positions& a,
                        const chem::Positions& b) {
  const std::size_t atoms = molecule.atoms().size();
  if (a.size() != atoms || b.size() != atoms) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("The structure has {} atoms but {} and {} positions.", atoms, a.size(),
                            b.size()));
  }
  const auto rmsd = SymmetricRmsd::make(molecule);
  if (!rmsd) return tl::unexpected(rmsd.error());
  return rmsd->best(a, b).rmsd;
}

}  // namespace molloquy::energy
