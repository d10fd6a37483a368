#include "model/metrics/grounding.h"

#include <algorithm>
#include <array>
#include <limits>
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

constexpr std::size_t kColumns = 9;

void writeColumns(const GroundingCounts& counts, std::span<double> numbers) {
  const std::array<std::size_t, kColumns> values = {
      counts.texts,         counts.proposed,     counts.checkable, counts.verified, counts.refuted,
      counts.countMismatch, counts.withoutError, counts.expected,  counts.named};
  std::transform(values.begin(), values.end(), numbers.begin(),
                 [](std::size_t value) { return static_cast<double>(value); });
}

GroundingCounts readColumns(std::span<const double> sums) {
  const auto at = [sums](std::size_t i) { return static_cast<std::size_t>(sums[i]); };
  return {at(0), at(1), at(2), at(3), at(4), at(5), at(6), at(7), at(8)};
}

std::vector<double> figuresOf(std::span<const double> sums) {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  std::vector<double> figures;
  for (const auto side : {sums.first(kColumns), sums.last(kColumns)}) {
    const GroundingCounts counts = readColumns(side);
    for (const auto& figure : {counts.verifiedShare(), counts.hallucinationRate(),
                               counts.recall(), counts.errorFreeShare()}) {
      figures.push_back(figure.value_or(kNone));
    }
  }
  return figures;
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

Result<MeasuredGrounding> measureGrounding(std::span<const GroundedText> texts,
                                           const align::Lexicon& lexicon, std::uint64_t seed,
                                           const RowWork& how) {
  const std::size_t N = texts.size();
  std::vector<GroundingCounts> own(N);
  std::vector<GroundingCounts> shuffled(N);
  const auto other = N >= 2 ? derangement(N, seed) : std::vector<std::size_t>();
  const auto work = [&](std::size_t i) {
    own[i] = groundText(*texts[i].molecule, texts[i].text, lexicon);
    if (other.empty()) return;
    shuffled[i] = groundText(*texts[i].molecule, texts[other[i]].text, lexicon);
  };
  if (forEachRow(N, work, how) == WorkEnd::Stopped) {
    return fail(ErrorCode::InvalidInput, "Measuring was stopped.");
  }
  MeasuredGrounding measured;
  MeasuredRows& rows = measured.rows;
  for (const char* group : {"own", "shuffled"}) {
    for (const char* name : {"grounded", "hallucination", "recall", "error_free"}) {
      rows.figures.push_back({group, name});
    }
  }
  rows.width = 2 * kColumns;
  rows.resize(N);
  for (std::size_t i = 0; i < N; ++i) {
    writeColumns(own[i], rows.row(i).first(kColumns));
    writeColumns(shuffled[i], rows.row(i).last(kColumns));
    rows.quality[i] = 2.0 * static_cast<double>(own[i].verified) -
                      static_cast<double>(own[i].checkable);
    measured.own += own[i];
    measured.shuffled += shuffled[i];
  }
  rows.figuresOf = figuresOf;
  return measured;
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
