#include "model/reflect/judge_proposals.h"

#include <charconv>

#include <fmt/format.h>

#include "model/align/pattern_claims.h"
#include "model/reflect/pattern_cost.h"

namespace molloquy::reflect {
namespace {

using align::AlignmentRecord;
using align::AlignmentStatus;

std::string_view statusWords(const AlignmentRecord& record) {
  switch (record.status) {
    case AlignmentStatus::Verified:
    case AlignmentStatus::User:
      return "found";
    case AlignmentStatus::Refuted:
      return record.atoms.empty() ? "not found" : "found, but the name means something else";
    case AlignmentStatus::CountMismatch:
      return "found less often than said";
    case AlignmentStatus::Unlocalised:
      return "true of the whole molecule, or no claim about its parts";
    case AlignmentStatus::Invalid:
      break;
  }
  return "not understood";
}

/// The group "g3" or "3" of the list.
const AlignmentRecord* groupNamed(std::string_view id, std::span<const AlignmentRecord> perceived) {
  if (id.starts_with('g')) id.remove_prefix(1);
  std::size_t number = 0;
  const auto [end, problem] = std::from_chars(id.data(), id.data() + id.size(), number);
  if (problem != std::errc() || end != id.data() + id.size()) return nullptr;
  return number >= 1 && number <= perceived.size() ? &perceived[number - 1] : nullptr;
}

/// A group that no pattern expresses (a ring by its size): its places are known.
AlignmentRecord ofPlacedGroup(const AlignmentRecord& group, AlignmentRecord record) {
  record.atoms = group.atoms;
  record.chosen = group.chosen;
  record.status = AlignmentStatus::Verified;
  record.score = group.score;
  record.note.clear();
  return record;
}

/// A claim whose pattern is not tried: its place in the text is looked up, nothing else.
AlignmentRecord refused(std::string_view text, align::PatternClaim claim, std::string note) {
  AlignmentRecord record;
  record.smarts = std::move(claim.pattern);
  record.source = claim.source;
  record.sourceDetail = std::move(claim.sourceDetail);
  record.status = AlignmentStatus::Invalid;
  record.note = std::move(note);
  record.phrase = std::move(claim.phrase);
  const std::size_t at = text.find(record.phrase);
  if (at == std::string_view::npos) return record;
  record.span.begin = codePointCount(text.substr(0, at));
  record.span.end = record.span.begin + codePointCount(record.phrase);
  return record;
}

AlignmentRecord judge(const RowContext& row, std::string_view text,
                      const ProposedAlignment& proposal, std::span<const AlignmentRecord> perceived,
                      const std::string& teacher, const align::Lexicon& lexicon) {
  const AlignmentRecord* group =
      proposal.group.empty() ? nullptr : groupNamed(proposal.group, perceived);
  align::PatternClaim claim{proposal.phrase, group != nullptr ? group->smarts : proposal.smarts,
                            align::AlignmentSource::Llm, teacher};
  // A pattern of the lexicon may list alternatives; a claim has one.
  if (group != nullptr) claim.pattern = claim.pattern.substr(0, claim.pattern.find(" || "));
  if (group == nullptr && claim.pattern.empty()) {
    return refused(text, std::move(claim), "There is neither a pattern nor a known group.");
  }
  if (group == nullptr && !isAffordable(*row.molecule, claim.pattern)) {
    return refused(text, std::move(claim), "The pattern takes too long to be tried.");
  }
  AlignmentRecord record = align::verifyClaim(*row.molecule, text, claim, lexicon);
  if (record.span.end == record.span.begin) return record;  // the phrase stands nowhere
  if (group != nullptr && record.atoms.empty()) return ofPlacedGroup(*group, std::move(record));
  return record;
}

/// The proposals' own lines; a phrase that came before is left out.
std::string linesOf(std::span<const ProposedAlignment> proposals) {
  std::string text;
  for (const ProposedAlignment& proposal : proposals) {
    if (!text.empty()) text += '\n';
    text += proposal.phrase;
    if (!proposal.hint.empty()) text += ": " + proposal.hint;
  }
  return text;
}

}  // namespace

std::string groupList(std::span<const AlignmentRecord> perceived) {
  std::string text;
  for (std::size_t i = 0; i < perceived.size(); ++i) {
    std::string atoms;
    for (const AtomIndex atom : perceived[i].chosenAtoms()) atoms += fmt::format(" {}", atom.value);
    text +=
        fmt::format("{}g{}: {}, atoms{}", i == 0 ? "" : "\n", i + 1, perceived[i].phrase, atoms);
  }
  return text.empty() ? "none" : text;
}

std::string atomList(const chem::Molecule& molecule) {
  std::string text;
  for (std::size_t i = 0; i < molecule.atoms().size(); ++i) {
    const int element = molecule.atoms()[i].atomicNumber;
    if (element == 1) continue;
    text += fmt::format("{}{}:{}", text.empty() ? "" : " ", i, chem::elementSymbol(element));
  }
  return text;
}

std::string verdictList(const align::AlignedText& text, Direction direction) {
  std::string list;
  for (const AlignmentRecord& record : text.records) {
    const bool understood = record.status != AlignmentStatus::Invalid;
    const std::string_view verdict =
        direction == Direction::Cap2Mol && understood ? "understood" : statusWords(record);
    list += fmt::format("{}- \"{}\" <-> {}: {}", list.empty() ? "" : "\n", record.phrase,
                        record.smarts.empty() ? "no pattern" : record.smarts, verdict);
  }
  return list.empty() ? "none" : list;
}

align::AlignedText judgeProposals(const RowContext& row, Direction direction,
                                  std::span<const ProposedAlignment> proposals,
                                  std::span<const AlignmentRecord> perceived,
                                  const std::string& teacher, const align::Lexicon& lexicon) {
  align::AlignedText text = direction == Direction::Mol2Cap
                                ? textOf(row, direction, linesOf(proposals), "model", teacher)
                                : textOf(row, direction, row.row->caption, "file", row.row->source);
  for (const ProposedAlignment& proposal : proposals) {
    AlignmentRecord record = judge(row, text.caption, proposal, perceived, teacher, lexicon);
    // A record's phrase is what stands at its place; one that stands nowhere is told in the note.
    if (textAt(text.caption, record.span) != record.phrase) {
      record.note = fmt::format("The text does not say \"{}\".", proposal.phrase);
      record.span = {};
      record.phrase.clear();
    }
    text.records.push_back(std::move(record));
  }
  return text;
}

}  // namespace molloquy::reflect
