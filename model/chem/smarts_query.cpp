#include <algorithm>
#include <memory>
#include <string_view>

#include <GraphMol/ROMol.h>
#include <GraphMol/RWMol.h>
#include <GraphMol/SmilesParse/SmilesParse.h>
#include <GraphMol/Substruct/SubstructMatch.h>
#include <fmt/format.h>

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

/// What closes the brackets that a beginning of a pattern leaves open.
std::string closing(std::string_view beginning) {
  std::string closers;
  for (const char letter : beginning) {
    if (letter == '(') closers.insert(0, 1, ')');
    if (letter == '[') closers.insert(0, 1, ']');
    if ((letter == ')' || letter == ']') && !closers.empty()) closers.erase(0, 1);
  }
  return closers;
}

/// 1-based column of the first character that makes no sense: RDKit tells none, so it is the one
/// behind the longest beginning that is a pattern once its brackets are closed.
std::size_t wrongColumn(const std::string& smarts) {
  constexpr std::size_t kLongest = 400;
  for (std::size_t length = std::min(smarts.size(), kLongest); length > 0; --length) {
    const std::string beginning = smarts.substr(0, length);
    if (isPattern(beginning + closing(beginning))) return length + 1;
  }
  return 1;
}

tl::unexpected<Error> noPattern(const std::string& smarts) {
  return fail(ErrorCode::InvalidInput,
              fmt::format("\"{}\" is no SMARTS pattern: it makes no sense at column {}. Check its "
                          "brackets and ring numbers.",
                          smarts, wrongColumn(smarts)));
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
