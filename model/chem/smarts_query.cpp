#include <algorithm>
#include <memory>
#include <string_view>

#include <GraphMol/ROMol.h>
#include <GraphMol/RWMol.h>
#include <GraphMol/SmilesParse/SmilesParse.h>
#include <GraphMol/Substruct/SubstructMatch.h>
#include <fmt/format.h>

#include "model/chem/pattern_column.h"
#include "model/chem/rdkit_molecule.h"
#include "model/chem/selection_queries.h"

namespace molloquy::chem {
namespace {

constexpr unsigned kMostMatches = 100'000;

bool isPattern(const std::string& smarts) {
  try {
    const std::unique_ptr<RDKit::RWMol> pattern(RDKit::SmartsToMol(smarts));
    return pattern && pattern->getNumAtoms() > 0;
  } catch (const std::exception&) {
    return false;
  }
}

tl::unexpected<Error> noPattern(const std::string& smarts) {
  return fail(ErrorCode::InvalidInput,
              fmt::format("\"{}\" is no SMARTS pattern: it makes no sense at column {}. Check its "
                          "brackets and ring numbers.",
                          smarts, wrongColumn(smarts, isPattern)));
}

}  // namespace

Result<std::vector<AtomIndex>> atomsMatching(const Molecule& molecule, const std::string& smarts) {
  if (!molecule.rdkit()) {
    return tl::unexpected(withoutChemistry(molecule, "A search by pattern"));
  }
  if (smarts.empty()) {
    return fail(ErrorCode::InvalidInput, "There is no pattern; type a SMARTS, as [OX2H].");
  }
  silenceRdkitLog();
  try {
    const std::unique_ptr<RDKit::RWMol> pattern(RDKit::SmartsToMol(smarts));
    if (!pattern || pattern->getNumAtoms() == 0) return noPattern(smarts);
    std::vector<RDKit::MatchVectType> matches;
    RDKit::SubstructMatch(*molecule.rdkit()->mol, *pattern, matches, false, true, false, false,
                          kMostMatches);
    std::vector<AtomIndex> atoms;
    for (const RDKit::MatchVectType& match : matches) {
      for (const auto& [inPattern, inMolecule] : match) {
        atoms.emplace_back(static_cast<std::uint32_t>(inMolecule));
      }
    }
    std::sort(atoms.begin(), atoms.end());
    atoms.erase(std::unique(atoms.begin(), atoms.end()), atoms.end());
    return atoms;
  } catch (const std::exception&) {
    return noPattern(smarts);
  }
}

}  // namespace molloquy::chem
