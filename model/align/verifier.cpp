#include "model/align/verifier.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "model/align/compiled_lexicon.h"

namespace molloquy::align {
namespace {

constexpr double kWholeMoleculeShare = 0.6;
constexpr std::size_t kScatteredMatches = 3;

/// A class whose pattern is one atom, or whose many matches cover most of the molecule, names the
/// whole molecule rather than a part of it (molreflect.md 7.5, step 6).
/// DEVIATION: groups and rings stay localised however small the molecule is: in toluene the ring is
/// most of the atoms, and it is still what "benzene ring" refers to.
bool isWholeMoleculeClaim(const chem::Molecule& molecule, const LexiconEntry& entry,
                          const CompiledEntry& compiled,
                          const std::vector<std::vector<AtomIndex>>& matches) {
  if (entry.category != "class") return false;
  const bool oneAtom = std::all_of(compiled.patterns.begin(), compiled.patterns.end(),
                                   [](const auto& pattern) { return pattern->getNumAtoms() == 1; });
  if (oneAtom) return true;
  if (matches.size() <= kScatteredMatches) return false;
  std::set<AtomIndex> covered;
  for (const auto& match : matches) covered.insert(match.begin(), match.end());
  return static_cast<double>(covered.size()) >
         kWholeMoleculeShare * static_cast<double>(molecule.heavyAtomCount());
}

void judge(AlignmentRecord& record, const chem::Molecule& molecule, const Proposal& proposal,
           const LexiconEntry& entry, const CompiledEntry& compiled) {
  record.atoms = findMatches(molecule, compiled, PatternSet::Phrase);
  const int found = static_cast<int>(record.atoms.size());
  if (proposal.count == 0) {
    // "It has no rings" points at nothing; it is refuted when there is one.
    record.status = found == 0 ? AlignmentStatus::Unlocalised : AlignmentStatus::Refuted;
    record.note = found == 0 ? "The text says that there is none, and there is none."
                             : fmt::format("The text says that there is none, the molecule has {}.",
                                           found);
    record.atoms.clear();
    return;
  }
  if (found == 0) {
    record.status = AlignmentStatus::Refuted;
    record.note = fmt::format("No {} was found in this molecule.", entry.name);
    return;
  }
  record.chosen = found == 1 ? 0 : -1;
  if (proposal.count && found < *proposal.count) {
    record.status = AlignmentStatus::CountMismatch;
    record.note = fmt::format("The text says {}, the molecule has {}.", *proposal.count, found);
    return;
  }
  if (isWholeMoleculeClaim(molecule, entry, compiled, record.atoms)) {
    record.status = AlignmentStatus::Unlocalised;
    record.note = "This names the molecule as a whole.";
    return;
  }
  record.status = AlignmentStatus::Verified;
  if (proposal.count && found > *proposal.count)
    record.note = fmt::format("The text says {}, the molecule has {}.", *proposal.count, found);
}

}  // namespace

double recordScore(AlignmentStatus status, const LexiconEntry& entry) {
  constexpr double kVerify = 0.5, kPrior = 0.2, kSpecificity = 0.2;
  const double verify = status == AlignmentStatus::Verified || status == AlignmentStatus::User ? 1.0
                        : status == AlignmentStatus::CountMismatch                             ? 0.5
                                                                                               : 0.0;
  return (kVerify * verify + kPrior * entry.prior + kSpecificity * (1.0 - entry.baseRate)) /
         (kVerify + kPrior + kSpecificity);
}

AlignmentRecord verifyProposal(const chem::Molecule& molecule, std::string_view text,
                               const Proposal& proposal, const Lexicon& lexicon) {
  const LexiconEntry& entry = lexicon.entries()[proposal.entry];
  const CompiledEntry& compiled = lexicon.compiled().compiled[proposal.entry];
  AlignmentRecord record;
  record.phrase = std::string(text.substr(proposal.begin, proposal.end - proposal.begin));
  record.span.begin = codePointCount(text.substr(0, proposal.begin));
  record.span.end = record.span.begin + codePointCount(record.phrase);
  record.clause = proposal.clause;
  record.smarts = compiled.feature ? std::string() : entry.smarts;
  record.source = AlignmentSource::Lexicon;
  record.sourceDetail = entry.id;
  if (proposal.clause == Clause::Role || proposal.clause == Clause::Relation) {
    record.status = AlignmentStatus::Unlocalised;
    record.note = "This part of the text speaks of a role or of another molecule.";
  } else {
    judge(record, molecule, proposal, entry, compiled);
  }
  record.score = recordScore(record.status, entry);
  return record;
}

}  // namespace molloquy::align
