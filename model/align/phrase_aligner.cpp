#include "model/align/phrase_aligner.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "model/align/phrase_proposals.h"
#include "model/align/verifier.h"

namespace molloquy::align {

std::vector<AlignmentRecord> alignText(const chem::Molecule& molecule, std::string_view text,
                                       const Lexicon& lexicon) {
  std::vector<AlignmentRecord> records;
  for (const Proposal& proposal : proposePhrases(text, lexicon)) {
    records.push_back(verifyProposal(molecule, text, proposal, lexicon));
    records.back().id = fmt::format("a{}", records.size());
  }
  return records;
}

std::vector<const AlignmentRecord*> recordsTouching(const std::vector<AlignmentRecord>& records,
                                                    const std::vector<AtomIndex>& atoms) {
  std::vector<AtomIndex> wanted = atoms;
  std::sort(wanted.begin(), wanted.end());
  wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
  std::vector<std::pair<double, const AlignmentRecord*>> touching;
  for (const AlignmentRecord& record : records) {
    const std::vector<AtomIndex> own = record.chosenAtoms();
    std::vector<AtomIndex> common;
    std::set_intersection(own.begin(), own.end(), wanted.begin(), wanted.end(),
                          std::back_inserter(common));
    if (common.empty()) continue;
    const std::size_t unionSize = own.size() + wanted.size() - common.size();
    touching.emplace_back(static_cast<double>(common.size()) / static_cast<double>(unionSize),
                          &record);
  }
  std::stable_sort(touching.begin(), touching.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second->score > b.second->score;
  });
  std::vector<const AlignmentRecord*> result;
  for (const auto& [overlap, record] : touching) result.push_back(record);
  return result;
}

}  // namespace molloquy::align
