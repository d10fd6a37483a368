#include "model/metrics/conformer_reading.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <random>

namespace molloquy::metrics {
namespace {

struct Difference {
  double truth = 0.0;
  double predicted = 0.0;
};
using Differences = std::vector<Difference>;
using Group = std::vector<ConformerAnswer>;

bool hasNumber(const ConformerAnswer& answer) {
  return answer.predicted && std::isfinite(*answer.predicted);
}

/// Differences of the conformers with a number; `leftOut` counts pairs that are truly too alike.
Differences differencesOf(std::span<const ConformerAnswer> group, double least,
                          std::size_t& leftOut) {
  Differences differences;
  for (std::size_t a = 0; a < group.size(); ++a) {
    for (std::size_t b = a + 1; b < group.size(); ++b) {
      if (!hasNumber(group[a]) || !hasNumber(group[b])) continue;
      const double truth = group[a].truth - group[b].truth;
      if (!(std::abs(truth) > least)) {
        ++leftOut;
        continue;
      }
      differences.push_back({truth, *group[a].predicted - *group[b].predicted});
    }
  }
  return differences;
}

double ratio(double part, double whole) {
  return whole > 0.0 ? part / whole : std::numeric_limits<double>::quiet_NaN();
}

std::optional<double> defined(double value) {
  return std::isnan(value) ? std::nullopt : std::optional(value);
}

/// Values and their negatives have mean zero, so that their correlation is the cosine.
void add(const Differences& differences, ConformerSums& sums) {
  for (const Difference& d : differences) {
    const double product = d.truth * d.predicted;
    sums.pairs += 1.0;
    sums.agreeing += product > 0.0 ? 1.0 : (d.predicted == 0.0 ? 0.5 : 0.0);
    sums.together += product;
    sums.truths += d.truth * d.truth;
    sums.predictions += d.predicted * d.predicted;
  }
}

/// Ranks of values among themselves and their negatives, measured from the middle: the rank of |x|
/// among all |x| with the sign of x; equal ones share the mean of their places, 0 stays 0.
std::vector<double> signedRanks(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto size = [&values](std::size_t i) { return std::abs(values[i]); };
  std::sort(order.begin(), order.end(),
            [&size](std::size_t a, std::size_t b) { return size(a) < size(b); });
  std::vector<double> ranks(values.size(), 0.0);
  for (std::size_t first = 0; first < order.size();) {
    std::size_t last = first;
    while (last < order.size() && size(order[last]) == size(order[first])) ++last;
    const double middle = 0.5 * static_cast<double>(first + last);
    for (std::size_t i = first; i < last; ++i) {
      const double value = values[order[i]];
      ranks[order[i]] = value == 0.0 ? 0.0 : std::copysign(middle, value);
    }
    first = last;
  }
  return ranks;
}

std::optional<double> rankCorrelation(const Differences& differences) {
  std::vector<double> truths;
  std::vector<double> predictions;
  for (const Difference& d : differences) {
    truths.push_back(d.truth);
    predictions.push_back(d.predicted);
  }
  const std::vector<double> truthRanks = signedRanks(truths);
  const std::vector<double> predictedRanks = signedRanks(predictions);
  Differences ranks;
  for (std::size_t i = 0; i < truths.size(); ++i) {
    ranks.push_back({truthRanks[i], predictedRanks[i]});
  }
  ConformerSums sums;
  add(ranks, sums);
  return defined(sums.pearson());
}

void setInterval(Estimate& estimate, std::vector<double> values) {
  constexpr double kTail = 0.025;
  if (!estimate.value || values.empty()) return;
  std::sort(values.begin(), values.end());
  const auto at = [&values](double share) {
    return values[static_cast<std::size_t>(
        std::lround(share * static_cast<double>(values.size() - 1)))];
  };
  estimate.low = at(kTail);
  estimate.high = at(1.0 - kTail);
}

/// What is compared within one molecule.
struct Compared {
  Differences differences;
  ConformerSums sums;
};

/// Molecules are drawn again, not pairs: the pairs of one molecule depend on each other.
void addIntervals(ConformerReading& reading, const std::vector<Compared>& molecules,
                  const ConformerReadingOptions& options) {
  std::mt19937_64 random(options.seed);
  std::vector<double> signs;
  std::vector<double> pearsons;
  std::vector<double> spearmans;
  const auto keep = [](std::vector<double>& values, const std::optional<double>& value) {
    if (value) values.push_back(*value);
  };
  for (std::size_t draw = 0; draw < options.resamples; ++draw) {
    ConformerSums sums;
    Differences differences;
    for (std::size_t i = 0; i < molecules.size(); ++i) {
      const Compared& drawn = molecules[random() % molecules.size()];
      sums += drawn.sums;
      differences.insert(differences.end(), drawn.differences.begin(), drawn.differences.end());
    }
    keep(signs, defined(sums.signAgreement()));
    keep(pearsons, defined(sums.pearson()));
    keep(spearmans, rankCorrelation(differences));
  }
  setInterval(reading.signAgreement, std::move(signs));
  setInterval(reading.pearson, std::move(pearsons));
  setInterval(reading.spearman, std::move(spearmans));
}

}  // namespace

ConformerSums& ConformerSums::operator+=(const ConformerSums& other) {
  pairs += other.pairs;
  agreeing += other.agreeing;
  together += other.together;
  truths += other.truths;
  predictions += other.predictions;
  answered += other.answered;
  errors += other.errors;
  errorsOfMean += other.errorsOfMean;
  return *this;
}

double ConformerSums::signAgreement() const { return ratio(agreeing, pairs); }
double ConformerSums::pearson() const { return ratio(together, std::sqrt(truths * predictions)); }
double ConformerSums::meanAbsoluteError() const { return ratio(errors, answered); }
double ConformerSums::meanAbsoluteErrorOfMean() const { return ratio(errorsOfMean, answered); }

ConformerSums conformerSums(std::span<const ConformerAnswer> molecule, double leastDifference) {
  ConformerSums sums;
  std::size_t leftOut = 0;
  add(differencesOf(molecule, leastDifference, leftOut), sums);
  double mean = 0.0;
  for (const ConformerAnswer& answer : molecule) {
    if (!hasNumber(answer)) continue;
    sums.answered += 1.0;
    mean += answer.truth;
  }
  mean /= std::max(sums.answered, 1.0);
  for (const ConformerAnswer& answer : molecule) {
    if (!hasNumber(answer)) continue;
    sums.errors += std::abs(*answer.predicted - answer.truth);
    sums.errorsOfMean += std::abs(mean - answer.truth);
  }
  return sums;
}

ConformerReading readConformers(std::span<const ConformerAnswer> answers,
                                const ConformerReadingOptions& options) {
  ConformerReading reading;
  reading.conformers = answers.size();
  std::map<std::string, Group> groups;
  for (const ConformerAnswer& answer : answers) {
    groups[answer.molecule].push_back(answer);
    if (!hasNumber(answer)) ++reading.unanswered;
  }
  std::vector<Compared> molecules;
  ConformerSums sums;
  Differences all;
  for (const auto& [name, group] : groups) {
    Compared compared{differencesOf(group, options.leastDifference, reading.leftOut),
                      conformerSums(group, options.leastDifference)};
    sums += compared.sums;
    all.insert(all.end(), compared.differences.begin(), compared.differences.end());
    if (!compared.differences.empty()) molecules.push_back(std::move(compared));
  }
  reading.molecules = molecules.size();
  reading.pairs = all.size();
  reading.signAgreement.value = defined(sums.signAgreement());
  reading.pearson.value = defined(sums.pearson());
  reading.spearman.value = rankCorrelation(all);
  reading.meanAbsoluteError = defined(sums.meanAbsoluteError());
  reading.meanAbsoluteErrorOfMean = defined(sums.meanAbsoluteErrorOfMean());
  if (!molecules.empty()) addIntervals(reading, molecules, options);
  return reading;
}

}  // namespace molloquy::metrics
