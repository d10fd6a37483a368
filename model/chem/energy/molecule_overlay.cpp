#include "model/chem/energy/molecule_overlay.h"

#include <chrono>
#include <memory>
#include <optional>

#include <GraphMol/Conformer.h>
#include <GraphMol/Descriptors/Crippen.h>
#include <GraphMol/FMCS/FMCS.h>
#include <GraphMol/MolAlign/O3AAlignMolecules.h>
#include <GraphMol/MolOps.h>
#include <GraphMol/RWMol.h>
#include <GraphMol/SmilesParse/SmilesParse.h>
#include <GraphMol/Substruct/SubstructMatch.h>
#include <fmt/format.h>

#include "model/chem/rdkit_errors.h"
#include "model/chem/rdkit_molecule.h"

namespace molloquy::energy {
namespace {

constexpr std::chrono::seconds kTimeForCommon{5};
constexpr std::size_t kLeastCommonAtoms = 3;
/// Ways to place the common structure in one molecule that are tried.
constexpr unsigned kMostPlaces = 200;

using Pairs = std::vector<std::pair<AtomIndex, AtomIndex>>;

/// A molecule with its heavy atoms only, and where they are in the whole.
struct Heavy {
  RDKit::RWMol mol;
  std::vector<std::uint32_t> atoms;
};

Heavy heavyOf(const chem::Molecule& molecule) {
  Heavy heavy{RDKit::RWMol(*molecule.rdkit()->mol), {}};
  heavy.mol.beginBatchEdit();
  for (const RDKit::Atom* atom : heavy.mol.atoms()) {
    if (atom->getAtomicNum() == 1) {
      heavy.mol.removeAtom(atom->getIdx());
    } else {
      heavy.atoms.push_back(atom->getIdx());
    }
  }
  heavy.mol.commitBatchEdit();
  heavy.mol.updatePropertyCache(false);
  RDKit::MolOps::symmetrizeSSSR(heavy.mol);
  return heavy;
}

/// How long the common structure is searched.
struct Patience {
  const std::stop_token& stop;
  std::chrono::steady_clock::time_point end;
};

/// RDKit's own time limit holds only without a callback.
bool goesOn(const RDKit::MCSProgressData&, const RDKit::MCSParameters&, void* patience) {
  const auto* limits = static_cast<const Patience*>(patience);
  return !limits->stop.stop_requested() && std::chrono::steady_clock::now() < limits->end;
}

std::vector<RDKit::MatchVectType> placesOf(const RDKit::ROMol& query, const RDKit::ROMol& mol) {
  RDKit::SubstructMatchParameters parameters;
  parameters.uniquify = false;
  parameters.maxMatches = kMostPlaces;
  return RDKit::SubstructMatch(mol, query, parameters);
}

Result<chem::Superposition> lay(const Pairs& pairs, const chem::Positions& probe,
                                const chem::Positions& reference) {
  chem::Positions moving;
  chem::Positions target;
  for (const auto& [from, to] : pairs) {
    moving.push_back(probe[from.value]);
    target.push_back(reference[to.value]);
  }
  return chem::superpose(moving, target);
}

Result<MoleculeOverlay> byCommonSubstructure(const chem::Molecule& probe,
                                             const chem::Positions& probePositions,
                                             const chem::Molecule& reference,
                                             const chem::Positions& referencePositions,
                                             const std::stop_token& stop) {
  const Heavy first = heavyOf(probe);
  const Heavy second = heavyOf(reference);
  RDKit::MCSParameters parameters;
  Patience patience{stop, std::chrono::steady_clock::now() + kTimeForCommon};
  parameters.BondCompareParameters.RingMatchesRingOnly = true;
  parameters.BondCompareParameters.CompleteRingsOnly = true;
  parameters.ProgressCallback = goesOn;
  parameters.ProgressCallbackUserData = &patience;
  const std::vector<RDKit::ROMOL_SPTR> both = {RDKit::ROMOL_SPTR(new RDKit::ROMol(first.mol)),
                                               RDKit::ROMOL_SPTR(new RDKit::ROMol(second.mol))};
  const RDKit::MCSResult common = RDKit::findMCS(both, &parameters);
  if (stop.stop_requested()) return fail(ErrorCode::InvalidInput, "The overlay was stopped.");
  if (common.NumAtoms < kLeastCommonAtoms) {
    return fail(ErrorCode::InvalidInput,
                "The structures have no three bonded atoms in common; lay them by shape instead.");
  }
  const std::unique_ptr<RDKit::RWMol> query(RDKit::SmartsToMol(common.SmartsString));
  if (!query) return fail(ErrorCode::Internal, "The common structure cannot be read back.");
  const auto places = placesOf(*query, first.mol);
  const auto targets = placesOf(*query, second.mol);
  std::optional<MoleculeOverlay> best;
  if (targets.empty()) return fail(ErrorCode::Internal, "The common structure has no place.");
  for (const auto& place : places) {
    for (const auto& target : targets) {
      Pairs pairs;
      for (std::size_t i = 0; i < place.size(); ++i) {
        pairs.emplace_back(AtomIndex(first.atoms[static_cast<std::size_t>(place[i].second)]),
                           AtomIndex(second.atoms[static_cast<std::size_t>(target[i].second)]));
      }
      const auto laid = lay(pairs, probePositions, referencePositions);
      if (laid && (!best || laid->rmsd < best->motion.rmsd)) {
        best = MoleculeOverlay{*laid, std::move(pairs), {}};
      }
    }
  }
  if (!best) return fail(ErrorCode::Internal, "The common structure has no place.");
  if (common.Canceled) {
    best->note = fmt::format(
        "The largest common structure was not found within {} s; one of {} "
        "atoms was used.",
        kTimeForCommon.count(), common.NumAtoms);
  }
  return *std::move(best);
}

RDKit::RWMol withShape(const chem::Molecule& molecule, const chem::Positions& positions) {
  RDKit::RWMol mol(*molecule.rdkit()->mol);
  auto* conformer = new RDKit::Conformer(mol.getNumAtoms());  // The molecule takes it.
  for (unsigned i = 0; i < mol.getNumAtoms(); ++i) {
    conformer->setAtomPos(i, {positions[i][0], positions[i][1], positions[i][2]});
  }
  mol.clearConformers();
  mol.addConformer(conformer, true);
  return mol;
}

/// Crippen's class of every atom.
struct Classes {
  explicit Classes(const RDKit::ROMol& mol)
      : logp(mol.getNumAtoms()), refractivity(mol.getNumAtoms()) {
    RDKit::Descriptors::getCrippenAtomContribs(mol, logp, refractivity, true, nullptr, nullptr);
  }
  std::vector<double> logp;
  std::vector<double> refractivity;
};

Result<MoleculeOverlay> byShape(const chem::Molecule& probe, const chem::Positions& probePositions,
                                const chem::Molecule& reference,
                                const chem::Positions& referencePositions) {
  RDKit::RWMol first = withShape(probe, probePositions);
  const RDKit::RWMol second = withShape(reference, referencePositions);
  Classes firstClasses(first);
  Classes secondClasses(second);
  RDKit::MolAlign::O3A alignment(first, second, &firstClasses.logp, &secondClasses.logp,
                                 RDKit::MolAlign::O3A::CRIPPEN);
  Pairs pairs;
  if (alignment.matches() != nullptr) {
    for (const auto& [from, to] : *alignment.matches()) {
      pairs.emplace_back(AtomIndex(static_cast<std::uint32_t>(from)),
                         AtomIndex(static_cast<std::uint32_t>(to)));
    }
  }
  if (pairs.size() < kLeastCommonAtoms) {
    return fail(ErrorCode::InvalidInput,
                "No three atoms of the structures are alike; they cannot be laid on one another.");
  }
  const auto laid = lay(pairs, probePositions, referencePositions);
  if (!laid) return tl::unexpected(laid.error());
  return MoleculeOverlay{*laid, std::move(pairs), {}};
}

Result<void> check(const chem::Molecule& molecule, const chem::Positions& positions) {
  if (positions.size() != molecule.atoms().size()) {
    return fail(ErrorCode::InvalidInput, fmt::format("A structure has {} atoms but {} positions.",
                                                     molecule.atoms().size(), positions.size()));
  }
  if (molecule.rdkit()) return {};
  return fail(ErrorCode::Unsupported,
              "Structures are laid on one another when their chemistry was read.");
}

}  // namespace

Result<MoleculeOverlay> superposeMolecules(const chem::Molecule& probe,
                                           const chem::Positions& probePositions,
                                           const chem::Molecule& reference,
                                           const chem::Positions& referencePositions, OverlayBy by,
                                           const std::stop_token& stop) {
  if (const auto checked = check(probe, probePositions); !checked) {
    return tl::unexpected(checked.error());
  }
  if (const auto checked = check(reference, referencePositions); !checked) {
    return tl::unexpected(checked.error());
  }
  chem::silenceRdkitLog();
  try {
    return by == OverlayBy::CommonSubstructure
               ? byCommonSubstructure(probe, probePositions, reference, referencePositions, stop)
               : byShape(probe, probePositions, reference, referencePositions);
  } catch (...) {
    const auto name = [&](unsigned atom) { return chem::atomName(probe, AtomIndex(atom)); };
    return tl::unexpected(chem::currentRdkitError({name, "The structure"}));
  }
}

}  // namespace molloquy::energy
