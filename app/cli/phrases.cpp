#include "app/cli/phrases.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "model/base/program_paths.h"
#include "model/base/text_offsets.h"

namespace molloquy::cli {
namespace {

const char* nameOf(align::AlignmentStatus status) {
  switch (status) {
    case align::AlignmentStatus::Verified:
      return "verified";
    case align::AlignmentStatus::Refuted:
      return "refuted";
    case align::AlignmentStatus::Invalid:
      return "invalid";
    case align::AlignmentStatus::CountMismatch:
      return "count_mismatch";
    case align::AlignmentStatus::Unlocalised:
      return "unlocalised";
    case align::AlignmentStatus::User:
      return "user";
  }
  return "invalid";
}

const char* nameOf(align::Clause clause) {
  switch (clause) {
    case align::Clause::Class:
      return "class";
    case align::Clause::Relation:
      return "relation";
    case align::Clause::Role:
      return "role";
    case align::Clause::Count:
      return "count";
    case align::Clause::Stereo:
      return "stereo";
    case align::Clause::Position:
      return "position";
    case align::Clause::Property:
      return "property";
    case align::Clause::Other:
      return "other";
  }
  return "other";
}

const char* nameOf(align::AlignmentSource source) {
  switch (source) {
    case align::AlignmentSource::Lexicon:
      return "lexicon";
    case align::AlignmentSource::Perception:
      return "perception";
    case align::AlignmentSource::Llm:
      return "llm";
    case align::AlignmentSource::User:
      return "user";
    case align::AlignmentSource::Import:
      return "import";
    case align::AlignmentSource::Attribution:
      return "attribution";
  }
  return "lexicon";
}

std::vector<std::string> atomNames(const chem::Molecule& molecule,
                                   const align::AlignmentRecord& record) {
  std::vector<std::string> names;
  for (const AtomIndex atom : record.chosenAtoms()) names.push_back(atomName(molecule, atom));
  return names;
}

nlohmann::ordered_json matchesJson(const align::AlignmentRecord& record) {
  nlohmann::ordered_json matches = nlohmann::ordered_json::array();
  for (const auto& match : record.atoms) {
    nlohmann::ordered_json numbers = nlohmann::ordered_json::array();
    for (const AtomIndex atom : match) numbers.push_back(atom.value + 1);
    matches.push_back(numbers);
  }
  return matches;
}

}  // namespace

Result<std::shared_ptr<const align::Lexicon>> openLexicon() {
  const auto resources = resourceFolder();
  if (!resources) return tl::unexpected(resources.error());
  return align::Lexicon::load(*resources / "lexicon" / "fg.tsv");
}

nlohmann::ordered_json phrasesJson(const chem::Molecule& molecule,
                                   const std::vector<align::AlignmentRecord>& records) {
  nlohmann::ordered_json phrases = nlohmann::ordered_json::array();
  for (const align::AlignmentRecord& record : records) {
    phrases.push_back({{"id", record.id},
                       {"phrase", record.phrase},
                       {"begin", record.span.begin},
                       {"end", record.span.end},
                       {"clause", nameOf(record.clause)},
                       {"status", nameOf(record.status)},
                       {"matches", matchesJson(record)},
                       {"atom_names", atomNames(molecule, record)},
                       {"smarts", record.smarts},
                       {"source", nameOf(record.source)},
                       {"source_detail", record.sourceDetail},
                       {"score", record.score},
                       {"note", record.note}});
  }
  return phrases;
}

std::string phrasesTable(const chem::Molecule& molecule,
                         const std::vector<align::AlignmentRecord>& records) {
  std::size_t width = 0;
  for (const auto& record : records) width = std::max(width, codePointCount(record.phrase));
  std::string text;
  for (const align::AlignmentRecord& record : records) {
    const std::size_t gap = width - codePointCount(record.phrase);
    text += fmt::format("{}{}  {:<14}  {}", record.phrase, std::string(gap, ' '),
                        nameOf(record.status), fmt::join(atomNames(molecule, record), " "));
    while (text.ends_with(' ')) text.pop_back();
    if (!record.note.empty()) text += "  " + record.note;
    text += '\n';
  }
  return text;
}

}  // namespace molloquy::cli
