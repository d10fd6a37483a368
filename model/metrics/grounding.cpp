#include "model/metrics/grounding.h"

#include <numeric>
#include <random>
#include <set>
#include <utility>

#include "model/align/phrase_aligner.h"
#include "model/chem/describer/describer.h"

namespace molloquy::metrics {
namespace {

using align::AlignmentStatus;

std::optional<double> share(std::size_t part, std::size_t whole) {
  if (whole == 0) return std::nullopt;
  return static_cast<double>(part) / static_cast<double>(whole);
}

/// Lexicon entries that the describer writes about.
std::set<std::string> expectedEntries(const chem::Molecule& molecule,
                                      const align::Lexicon& lexicon) {
  std::set<std::string> entries;
  for (const auto& phrase : describer::describe(molecule, lexicon).phrases) {
    if (!phrase.lexiconId.empty()) entries.insert(phrase.lexiconId);
  }
  return entries;
}

}  // namespace

std::optional<double> GroundingCounts::verifiedShare() const { return share(verified, checkable); }
std::optional<double> GroundingCounts::hallucinationRate() const {
  return share(refuted, proposed);
}
std::optional<double> GroundingCounts::recall() const { return share(named, expected); }
std::optional<double> GroundingCounts::errorFreeShare() const { return share(withoutError, texts); }

GroundingCounts& GroundingCounts::operator+=(const GroundingCounts& other) {
  texts += other.texts;
  proposed += other.proposed;
  checkable += other.checkable;
  verified += other.verified;
  refuted += other.refuted;
  countMismatch += other.countMismatch;
  withoutError += other.withoutError;
  expected += other.expected;
  named += other.named;
  return *this;
}

GroundingCounts groundText(const chem::Molecule& molecule, std::string_view text,
                           const align::Lexicon& lexicon) {
  GroundingCounts counts;
  counts.texts = 1;
  std::set<std::string> truly;
  for (const align::AlignmentRecord& record : align::alignText(molecule, text, lexicon)) {
    ++counts.proposed;
    if (record.status == AlignmentStatus::Unlocalised) continue;
    ++counts.checkable;
    if (record.status == AlignmentStatus::Verified) {
      ++counts.verified;
      truly.insert(record.sourceDetail);
    } else if (record.status == AlignmentStatus::Refuted) {
      ++counts.refuted;
    } else if (record.status == AlignmentStatus::CountMismatch) {
      ++counts.countMismatch;
    }
  }
  counts.withoutError = counts.verified == counts.checkable ? 1 : 0;
  const std::set<std::string> expected = expectedEntries(molecule, lexicon);
  counts.expected = expected.size();
  for (const std::string& entry : expected) counts.named += truly.count(entry);
  return counts;
}

Grounding measureGrounding(std::span<const GroundedText> texts, const align::Lexicon& lexicon,
                           std::uint64_t seed) {
  Grounding grounding;
  for (const GroundedText& text : texts) {
    grounding.each.push_back(groundText(*text.molecule, text.text, lexicon));
    grounding.own += grounding.each.back();
  }
  if (texts.size() < 2) return grounding;
  const std::vector<std::size_t> other = derangement(texts.size(), seed);
  GroundingCounts shuffled;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    shuffled += groundText(*texts[i].molecule, texts[other[i]].text, lexicon);
  }
  grounding.shuffled = shuffled;
  return grounding;
}

std::vector<std::size_t> derangement(std::size_t count, std::uint64_t seed) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::mt19937_64 random(seed);
  // Sattolo's algorithm: never swapping with itself makes one cycle.
  for (std::size_t i = count; i > 1; --i) std::swap(order[i - 1], order[random() % (i - 1)]);
  return order;
}

}  // namespace molloquy::metrics
