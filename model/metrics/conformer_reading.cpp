#include "model/metrics/conformer_reading.h"

#include <algorithm>
#include <cmath>
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

/// Correlation of values and their negatives, which have mean zero: the cosine.
std::optional<double> cosine(const Differences& differences) {
  double together = 0.0;
  double truths = 0.0;
  double predictions = 0.0;
  for (const Difference& d : differences) {
    together += d.truth * d.predicted;
    truths += d.truth * d.truth;
    predictions += d.predicted * d.predicted;
  }
  if (!(truths > 0.0) || !(predictions > 0.0)) return std::nullopt;
  return together / std::sqrt(truths * predictions);
}

/// Ranks of values among themselves and their negatives, measured from the middle: the rank of |x|
/// among all |x| with the sign of x; equal ones share the mean of their places, 0 stays 0.
std::vector<double> signedRanks(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto size = [&values](std::size_t i) { return std::abs(values[i]); };
  std::sort(order.begin(), order.end(),
            [&size](std::size_t a, std::size_t b) { return size(a) < size(b); });
  // Zeros and their negatives stand together in the middle and take two places each.
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

std::optional<double> rankCosine(const Differences& differences) {
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
  return cosine(ranks);
}

std::optional<double> signShare(const Differences& differences) {
  if (differences.empty()) return std::nullopt;
  double agreeing = 0.0;
  for (const Difference& d : differences) {
    const double product = d.truth * d.predicted;
    agreeing += product > 0.0 ? 1.0 : (d.predicted == 0.0 ? 0.5 : 0.0);
  }
  return agreeing / static_cast<double>(differences.size());
}

/// The conformers of one molecule that have a number.
using Group = std::vector<const ConformerAnswer*>;

Differences differencesOf(const Group& group, double least, std::size_t& leftOut) {
  Differences differences;
  for (std::size_t a = 0; a < group.size(); ++a) {
    for (std::size_t b = a + 1; b < group.size(); ++b) {
      const double truth = group[a]->truth - group[b]->truth;
      if (!(std::abs(truth) > least)) {
        ++leftOut;
        continue;
      }
      differences.push_back({truth, *group[a]->predicted - *group[b]->predicted});
    }
  }
  return differences;
}

Differences joined(const std::vector<const Differences*>& molecules) {
  Differences all;
  for (const Differences* some : molecules) all.insert(all.end(), some->begin(), some->end());
  return all;
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

/// Molecules are drawn again, not pairs: the pairs of one molecule depend on each other.
void addIntervals(ConformerReading& reading, const std::vector<Differences>& molecules,
                  const ConformerReadingOptions& options) {
  std::mt19937_64 random(options.seed);
  std::vector<double> signs;
  std::vector<double> pearsons;
  std::vector<double> spearmans;
  const auto keep = [](std::vector<double>& values, const std::optional<double>& value) {
    if (value) values.push_back(*value);
  };
  for (std::size_t draw = 0; draw < options.resamples; ++draw) {
    std::vector<const Differences*> chosen;
    for (std::size_t i = 0; i < molecules.size(); ++i) {
      chosen.push_back(&molecules[random() % molecules.size()]);
    }
    const Differences sample = joined(chosen);
    keep(signs, signShare(sample));
    keep(pearsons, cosine(sample));
    keep(spearmans, rankCosine(sample));
  }
  setInterval(reading.signAgreement, std::move(signs));
  setInterval(reading.pearson, std::move(pearsons));
  setInterval(reading.spearman, std::move(spearmans));
}

void addErrors(ConformerReading& reading, const std::map<std::string, Group>& groups) {
  double error = 0.0;
  double errorOfMean = 0.0;
  std::size_t answered = 0;
  for (const auto& [name, group] : groups) {
    double mean = 0.0;
    for (const ConformerAnswer* answer : group) mean += answer->truth;
    mean /= static_cast<double>(group.size());
    for (const ConformerAnswer* answer : group) {
      error += std::abs(*answer->predicted - answer->truth);
      errorOfMean += std::abs(mean - answer->truth);
      ++answered;
    }
  }
  if (answered == 0) return;
  reading.meanAbsoluteError = error / static_cast<double>(answered);
  reading.meanAbsoluteErrorOfMean = errorOfMean / static_cast<double>(answered);
}

}  // namespace

ConformerReading readConformers(std::span<const ConformerAnswer> answers,
                                const ConformerReadingOptions& options) {
  ConformerReading reading;
  reading.conformers = answers.size();
  std::map<std::string, Group> groups;
  for (const ConformerAnswer& answer : answers) {
    if (answer.predicted && std::isfinite(*answer.predicted)) {
      groups[answer.molecule].push_back(&answer);
    } else {
      ++reading.unanswered;
    }
  }
  std::vector<Differences> molecules;
  for (const auto& [name, group] : groups) {
    Differences differences = differencesOf(group, options.leastDifference, reading.leftOut);
    reading.pairs += differences.size();
    if (!differences.empty()) molecules.push_back(std::move(differences));
  }
  reading.molecules = molecules.size();
  addErrors(reading, groups);
  std::vector<const Differences*> all;
  for (const Differences& differences : molecules) all.push_back(&differences);
  const Differences pairs = joined(all);
  reading.signAgreement.value = signShare(pairs);
  reading.pearson.value = cosine(pairs);
  reading.spearman.value = rankCosine(pairs);
  if (!molecules.empty()) addIntervals(reading, molecules, options);
  return reading;
}

}  // namespace molloquy::metrics
