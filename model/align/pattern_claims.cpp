#include "model/align/pattern_claims.h"

#include <algorithm>
#include <cctype>
#include <memory>
#include <optional>
#include <regex>
#include <set>

#include <GraphMol/MolOps.h>
#include <GraphMol/RWMol.h>
#include <GraphMol/SmilesParse/SmilesParse.h>

#include "model/align/compiled_lexicon.h"
#include "model/align/verifier.h"

namespace molloquy::align {
namespace {

constexpr std::size_t kLongestPattern = 2000;
constexpr unsigned kMostPatternAtoms = 60;
constexpr int kDeepestRecursion = 3;
constexpr double kWholeMoleculeShare = 0.6;

int recursionDepth(std::string_view smarts) {
  int depth = 0, deepest = 0;
  std::string open;  // 'r' for "$(", 'b' for a plain bracket
  for (std::size_t at = 0; at < smarts.size(); ++at) {
    if (smarts[at] == '(') {
      const bool recursive = at > 0 && smarts[at - 1] == '$';
      open += recursive ? 'r' : 'b';
      deepest = std::max(deepest, depth += recursive);
    } else if (smarts[at] == ')' && !open.empty()) {
      depth -= open.back() == 'r';
      open.pop_back();
    }
  }
  return deepest;
}

/// SMARTS first, then a SMILES fragment whose dummy atoms stand for anything.
std::shared_ptr<const RDKit::ROMol> parsePattern(const std::string& text) {
  try {
    if (std::unique_ptr<RDKit::RWMol> smarts{RDKit::SmartsToMol(text)}) return smarts;
  } catch (const std::exception&) {
    // Not SMARTS; what it may be instead is tried next.
  }
  try {
    RDKit::SmilesParserParams parameters;
    parameters.sanitize = false;
    std::unique_ptr<RDKit::RWMol> smiles{RDKit::SmilesToMol(text, parameters)};
    if (!smiles) return nullptr;
    RDKit::MolOps::AdjustQueryParameters adjust = RDKit::MolOps::AdjustQueryParameters::noAdjustments();
    adjust.makeDummiesQueries = true;
    const RDKit::ROMol& fragment = *smiles;
    return std::shared_ptr<const RDKit::ROMol>(
        RDKit::MolOps::adjustQueryProperties(fragment, &adjust));
  } catch (const std::exception&) {
    return nullptr;
  }
}

std::string lowered(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

/// The phrase as written, else where it stands exactly once in another case.
std::optional<std::size_t> findPhrase(std::string_view text, const std::string& phrase) {
  if (phrase.empty()) return std::nullopt;
  const std::size_t exact = text.find(phrase);
  if (exact != std::string_view::npos) return exact;
  const std::string lower = lowered(text), wanted = lowered(phrase);
  const std::size_t first = lower.find(wanted);
  if (first == std::string::npos || lower.find(wanted, first + 1) != std::string::npos)
    return std::nullopt;
  return first;
}

/// Whether the lexicon means other atoms by the whole phrase than the pattern does.
bool disagreesWithLexicon(const chem::Molecule& molecule, const std::string& phrase,
                          const std::set<AtomIndex>& claimed, const Lexicon& lexicon) {
  const Lexicon::Compiled& compiled = lexicon.compiled();
  for (std::size_t entry = 0; entry < compiled.compiled.size(); ++entry) {
    if (!std::regex_match(phrase, compiled.compiled[entry].phrase)) continue;
    for (const auto& match : findMatches(molecule, compiled.compiled[entry], PatternSet::Phrase))
      for (AtomIndex atom : match)
        if (claimed.count(atom)) return false;
    return true;
  }
  return false;
}

void judge(AlignmentRecord& record, const chem::Molecule& molecule, const PatternClaim& claim,
           const Lexicon& lexicon) {
  CompiledEntry entry;
  entry.patterns.push_back(parsePattern(claim.pattern));
  if (!entry.patterns.front() || entry.patterns.front()->getNumAtoms() > kMostPatternAtoms) {
    record.note = "The pattern is neither SMARTS nor SMILES of at most 60 atoms.";
    return;
  }
  record.atoms = findMatches(molecule, entry, PatternSet::Phrase);
  std::set<AtomIndex> claimed;
  for (const auto& match : record.atoms) claimed.insert(match.begin(), match.end());
  record.status = AlignmentStatus::Refuted;
  if (record.atoms.empty()) {
    record.note = "The pattern matches nothing in this molecule.";
  } else if (disagreesWithLexicon(molecule, record.phrase, claimed, lexicon)) {
    record.note = "Name and pattern disagree.";
  } else if (entry.patterns.front()->getNumAtoms() == 1 ||
             static_cast<double>(claimed.size()) >
                 kWholeMoleculeShare * static_cast<double>(molecule.heavyAtomCount())) {
    record.status = AlignmentStatus::Unlocalised;
    record.note = "This names the molecule as a whole.";
  } else {
    record.status = AlignmentStatus::Verified;
    record.chosen = record.atoms.size() == 1 ? 0 : -1;
  }
}

}  // namespace

AlignmentRecord verifyClaim(const chem::Molecule& molecule, std::string_view text,
                            const PatternClaim& claim, const Lexicon& lexicon) {
  AlignmentRecord record;
  record.phrase = claim.phrase;
  record.smarts = claim.pattern;
  record.source = claim.source;
  record.sourceDetail = claim.sourceDetail;
  record.status = AlignmentStatus::Invalid;
  const std::optional<std::size_t> begin = findPhrase(text, claim.phrase);
  if (!begin) {
    record.note = "The text does not contain this phrase, or contains it more than once.";
    return record;
  }
  record.phrase = std::string(text.substr(*begin, claim.phrase.size()));
  record.span.begin = codePointCount(text.substr(0, *begin));
  record.span.end = record.span.begin + codePointCount(record.phrase);
  if (claim.pattern.size() > kLongestPattern || recursionDepth(claim.pattern) > kDeepestRecursion)
    record.note = "The pattern is too large to be tried.";
  else
    judge(record, molecule, claim, lexicon);
  // A pattern of unknown origin has no measured prior: 0.5 stands for it (molreflect.md 7.6).
  LexiconEntry unknown;
  unknown.baseRate = 0.5;
  record.score = recordScore(record.status, unknown);
  return record;
}

}  // namespace molloquy::align
