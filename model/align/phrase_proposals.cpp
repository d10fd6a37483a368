#include "model/align/phrase_proposals.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <map>
#include <regex>

#include "model/align/clause_split.h"
#include "model/align/compiled_lexicon.h"

namespace molloquy::align {
namespace {

constexpr std::size_t kLongestText = 20000;

const std::map<std::string_view, int> kNumerals = {
    {"no", 0},    {"without", 0},
    {"one", 1},   {"two", 2},    {"three", 3},  {"four", 4},  {"five", 5},  {"six", 6},
    {"seven", 7}, {"eight", 8},  {"nine", 9},   {"ten", 10},  {"eleven", 11}, {"twelve", 12},
    {"both", 2},  {"mono", 1},   {"di", 2},     {"bis", 2},   {"tri", 3},   {"tetra", 4},
    {"penta", 5}, {"hexa", 6},
};

std::string lowered(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

/// The word that ends right before `begin`, without the blank between.
std::string_view wordBefore(std::string_view text, std::size_t begin) {
  if (begin == 0 || text[begin - 1] != ' ') return {};
  const std::size_t end = begin - 1;
  std::size_t start = end;
  while (start > 0 && std::isalnum(static_cast<unsigned char>(text[start - 1]))) --start;
  return text.substr(start, end - start);
}

std::vector<Proposal> findAll(const std::string& lower, const Lexicon::Compiled& lexicon) {
  std::vector<Proposal> proposals;
  for (std::size_t entry = 0; entry < lexicon.compiled.size(); ++entry) {
    const CompiledEntry& compiled = lexicon.compiled[entry];
    // OPTIMIZATION: most phrases are ruled out by a plain search for their required letters.
    if (!compiled.literal.empty() && lower.find(compiled.literal) == std::string::npos) continue;
    const std::sregex_iterator last;
    for (std::sregex_iterator match(lower.begin(), lower.end(), compiled.phrase); match != last;
         ++match) {
      if (match->length() == 0) continue;
      Proposal proposal;
      proposal.entry = entry;
      proposal.begin = static_cast<std::size_t>(match->position());
      proposal.end = proposal.begin + static_cast<std::size_t>(match->length());
      if (match->size() > 1 && (*match)[1].matched) proposal.count = numeralValue((*match)[1].str());
      proposals.push_back(proposal);
    }
  }
  return proposals;
}

/// Longest first; then takes each that overlaps nothing taken before.
std::vector<Proposal> settleOverlaps(std::vector<Proposal> proposals) {
  std::stable_sort(proposals.begin(), proposals.end(), [](const Proposal& a, const Proposal& b) {
    return a.end - a.begin > b.end - b.begin;
  });
  std::vector<Proposal> kept;
  for (const Proposal& candidate : proposals) {
    const bool overlaps = std::any_of(kept.begin(), kept.end(), [&](const Proposal& other) {
      return candidate.begin < other.end && other.begin < candidate.end;
    });
    if (!overlaps) kept.push_back(candidate);
  }
  std::sort(kept.begin(), kept.end(),
            [](const Proposal& a, const Proposal& b) { return a.begin < b.begin; });
  return kept;
}

}  // namespace

std::optional<int> numeralValue(std::string_view word) {
  const auto known = kNumerals.find(word);
  if (known != kNumerals.end()) return known->second;
  int value = 0;
  const auto parsed = std::from_chars(word.data(), word.data() + word.size(), value);
  if (!word.empty() && parsed.ec == std::errc() && parsed.ptr == word.data() + word.size())
    return value;
  return std::nullopt;
}

std::vector<Proposal> proposePhrases(std::string_view text, const Lexicon& lexicon) {
  text = text.substr(0, kLongestText);
  const std::string lower = lowered(text);
  std::vector<Proposal> proposals = settleOverlaps(findAll(lower, lexicon.compiled()));
  const ClauseMap clauses(lower);
  for (Proposal& proposal : proposals) {
    const LexiconEntry& entry = lexicon.entries()[proposal.entry];
    if (!proposal.count) proposal.count = numeralValue(wordBefore(lower, proposal.begin));
    proposal.clause = clauses.clauseAt(proposal.begin);
    const bool claim = proposal.clause != Clause::Role && proposal.clause != Clause::Relation;
    if (claim && entry.id.rfind("stereo", 0) == 0) proposal.clause = Clause::Stereo;
    else if (claim && proposal.count) proposal.clause = Clause::Count;
  }
  return proposals;
}

}  // namespace molloquy::align
