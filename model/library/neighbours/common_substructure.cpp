#include "model/library/neighbours/common_substructure.h"

#include <GraphMol/FMCS/FMCS.h>
#include <GraphMol/MolOps.h>
#include <GraphMol/Substruct/SubstructMatch.h>

#include "model/chem/rdkit_molecule.h"

namespace molloquy::library {
namespace {

using Clock = std::chrono::steady_clock;

struct Patience {
  Clock::time_point until;
  const std::stop_token& stop;
};

bool goOn(const RDKit::MCSProgressData&, const RDKit::MCSParameters&, void* patience) {
  const auto& limit = *static_cast<const Patience*>(patience);
  return Clock::now() < limit.until && !limit.stop.stop_requested();
}

RDKit::ROMOL_SPTR heavyOf(const chem::Molecule& molecule) {
  if (!molecule.rdkit() || molecule.heavyAtomCount() > CommonSubstructure::kMostHeavyAtoms) {
    return {};
  }
  std::unique_ptr<RDKit::RWMol> heavy = chem::withoutPlainHydrogens(*molecule.rdkit()->mol);
  RDKit::MolOps::symmetrizeSSSR(*heavy);
  return RDKit::ROMOL_SPTR(heavy.release());
}

RDKit::MCSResult largestCommon(const RDKit::ROMOL_SPTR& a, const RDKit::ROMOL_SPTR& b,
                               Patience& patience) {
  RDKit::MCSParameters parameters;
  parameters.AtomTyper = RDKit::MCSAtomCompareElements;
  parameters.BondTyper = RDKit::MCSBondCompareOrder;
  parameters.BondCompareParameters.RingMatchesRingOnly = true;
  parameters.ProgressCallback = goOn;
  parameters.ProgressCallbackUserData = &patience;
  return RDKit::findMCS({a, b}, &parameters);
}

}  // namespace

struct CommonSubstructure::Heavy {
  RDKit::ROMOL_SPTR mol;
};

CommonSubstructure::CommonSubstructure(const chem::Molecule& query)
    : m_query(std::make_unique<Heavy>()) {
  try {
    m_query->mol = heavyOf(query);
  } catch (const std::exception&) {
    m_query->mol.reset();  // A molecule that RDKit does not copy has nothing in common.
  }
}

CommonSubstructure::~CommonSubstructure() = default;

CommonAtoms CommonSubstructure::with(const chem::Molecule& other, std::chrono::milliseconds time,
                                     const std::stop_token& stop) const {
  CommonAtoms common;
  if (!m_query->mol || time.count() <= 0 || stop.stop_requested()) return common;
  try {
    const RDKit::ROMOL_SPTR heavy = heavyOf(other);
    if (!heavy || heavy->getNumAtoms() < 2 || m_query->mol->getNumAtoms() < 2) return common;
    Patience patience{Clock::now() + time, stop};
    const RDKit::MCSResult found = largestCommon(m_query->mol, heavy, patience);
    if (found.NumAtoms < 2 || !found.QueryMol) return common;
    RDKit::MatchVectType inQuery;
    RDKit::MatchVectType inOther;
    if (!RDKit::SubstructMatch(*m_query->mol, *found.QueryMol, inQuery) ||
        !RDKit::SubstructMatch(*heavy, *found.QueryMol, inOther)) {
      return common;
    }
    const auto indexIn = [](const RDKit::ROMol& mol, int atom) {
      return AtomIndex(static_cast<std::uint32_t>(
          chem::moleculeIndex(*mol.getAtomWithIdx(static_cast<unsigned>(atom)))));
    };
    for (std::size_t i = 0; i < inQuery.size() && i < inOther.size(); ++i) {
      common.inQuery.push_back(indexIn(*m_query->mol, inQuery[i].second));
      common.inOther.push_back(indexIn(*heavy, inOther[i].second));
    }
  } catch (const std::exception&) {
    return {};  // A card without a lit substructure is no failure of the search.
  }
  return common;
}

}  // namespace molloquy::library
