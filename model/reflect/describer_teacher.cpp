#include "model/reflect/describer_teacher.h"

#include <algorithm>
#include <map>
#include <set>

#include "model/align/perception.h"
#include "model/align/phrase_aligner.h"
#include "model/chem/describer/describer.h"

namespace molloquy::reflect {
namespace {

using align::AlignedText;
using align::AlignmentRecord;
using align::AlignmentStatus;

constexpr std::size_t kMostAdditions = 4;
/// Opens the sentence with what the captions of similar molecules name and this molecule has.
constexpr std::string_view kAlso = " It also has: ";

bool isFalse(const AlignmentRecord& record) {
  return record.status == AlignmentStatus::Refuted || record.status == AlignmentStatus::Invalid;
}

/// How often each entry of the lexicon is true, and false, of the similar molecules whose captions
/// name it.
struct Mentions {
  std::map<std::string, int> verified;
  std::map<std::string, int> refuted;
  std::map<std::string, std::string> words;  ///< a phrase that names it.
};

Mentions mentionsIn(std::span<const RetrievedRow> retrieved, const align::Lexicon& lexicon) {
  Mentions mentions;
  for (const RetrievedRow& similar : retrieved) {
    for (const AlignmentRecord& record :
         align::alignText(*similar.context.molecule, similar.context.row->caption, lexicon)) {
      if (record.status == AlignmentStatus::Verified) {
        ++mentions.verified[record.sourceDetail];
        mentions.words.try_emplace(record.sourceDetail, record.phrase);
      } else if (isFalse(record)) {
        ++mentions.refuted[record.sourceDetail];
      }
    }
  }
  return mentions;
}

std::set<std::string> entriesOf(const AlignedText& text) {
  std::set<std::string> entries;
  for (const AlignmentRecord& record : text.records) entries.insert(record.sourceDetail);
  return entries;
}

/// What every one of the similar molecules has, the most telling first.
std::vector<AlignmentRecord> commonParts(std::span<const RetrievedRow> retrieved,
                                         const align::Lexicon& lexicon) {
  std::map<std::string, std::pair<std::size_t, AlignmentRecord>> found;
  for (const RetrievedRow& similar : retrieved) {
    std::set<std::string> here;
    for (AlignmentRecord& record : align::perceive(*similar.context.molecule, lexicon)) {
      if (record.smarts.empty() || !here.insert(record.sourceDetail).second) continue;
      const std::string entry = record.sourceDetail;
      ++found.try_emplace(entry, 0, std::move(record)).first->second.first;
    }
  }
  std::vector<AlignmentRecord> common;
  for (auto& [entry, counted] : found) {
    if (counted.first == retrieved.size()) common.push_back(std::move(counted.second));
  }
  std::stable_sort(
      common.begin(), common.end(),
      [](const AlignmentRecord& a, const AlignmentRecord& b) { return a.score > b.score; });
  return common;
}

}  // namespace

Result<AlignedText> DescriberTeacher::extract(const RowContext& row, Direction direction,
                                              std::stop_token /*stop*/) {
  AlignedText text =
      direction == Direction::Mol2Cap
          ? textOf(row, direction, describer::describe(*row.molecule, *m_lexicon).text, "model",
                   name())
          : textOf(row, direction, row.row->caption, "file", row.row->source);
  text.records = align::alignText(*row.molecule, text.caption, *m_lexicon);
  finishRecords(text, align::AlignmentStage::Zero);
  return text;
}

Result<AlignedText> DescriberTeacher::reflect(const RowContext& row, Direction direction,
                                              const AlignedText& zero,
                                              std::span<const RetrievedRow> retrieved,
                                              std::stop_token /*stop*/) {
  AlignedText text = direction == Direction::Mol2Cap ? reflectOnMolecule(row, zero, retrieved)
                                                     : reflectOnCaption(zero, retrieved);
  finishRecords(text, align::AlignmentStage::Reflected);
  return text;
}

AlignedText DescriberTeacher::reflectOnMolecule(const RowContext& row, const AlignedText& zero,
                                                std::span<const RetrievedRow> retrieved) const {
  const Mentions mentions = mentionsIn(retrieved, *m_lexicon);
  const std::set<std::string> known = entriesOf(zero);
  // 1. What similar captions name is proposed in their words, and judged on this molecule.
  std::string added;
  for (const auto& [entry, words] : mentions.words) {
    if (known.count(entry) > 0) continue;
    added += (added.empty() ? "" : ", ") + words;
  }
  AlignedText text = zero;
  if (!added.empty()) text.caption += std::string(kAlso) + added + ".";
  const std::size_t newFrom = codePointCount(zero.caption);
  std::size_t additions = 0;
  std::vector<AlignmentRecord> judged;
  if (!added.empty()) judged = align::alignText(*row.molecule, text.caption, *m_lexicon);
  for (AlignmentRecord& record : judged) {
    const bool isNew = record.span.begin >= newFrom && record.status == AlignmentStatus::Verified &&
                       known.count(record.sourceDetail) == 0;
    if (isNew && additions++ < kMostAdditions) text.records.push_back(std::move(record));
  }
  // 2. What was refuted goes.
  std::erase_if(text.records, isFalse);
  // 3. What similar captions speak of comes first, the most telling of it in front.
  const auto spokenOf = std::stable_partition(
      text.records.begin(), text.records.end(),
      [&](const auto& record) { return mentions.verified.count(record.sourceDetail) > 0; });
  std::stable_sort(text.records.begin(), spokenOf,
                   [](const auto& a, const auto& b) { return a.score > b.score; });
  return text;
}

AlignedText DescriberTeacher::reflectOnCaption(const AlignedText& zero,
                                               std::span<const RetrievedRow> retrieved) const {
  const Mentions mentions = mentionsIn(retrieved, *m_lexicon);
  AlignedText text = zero;
  std::erase_if(text.records, [&](const AlignmentRecord& record) {
    return mentions.refuted.count(record.sourceDetail) > 0 &&
           mentions.verified.count(record.sourceDetail) == 0;
  });
  if (retrieved.empty()) return text;
  const std::set<std::string> known = entriesOf(zero);
  std::size_t additions = 0;
  for (AlignmentRecord& common : commonParts(retrieved, *m_lexicon)) {
    if (known.count(common.sourceDetail) > 0 || additions++ >= kMostAdditions) continue;
    // Places in another molecule mean nothing here, and the own one must not be looked at.
    common.atoms.clear();
    common.chosen = -1;
    common.status = AlignmentStatus::Unlocalised;
    common.note = "Every similar molecule has it.";
    text.records.push_back(std::move(common));
  }
  return text;
}

}  // namespace molloquy::reflect
