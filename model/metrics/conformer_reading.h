#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace molloquy::metrics {

/// A number that was asked of one conformer.
struct ConformerAnswer {
  std::string molecule;             ///< conformers of the same molecule and question have the same.
  double truth = 0.0;               ///< in the unit of the data.
  std::optional<double> predicted;  ///< nothing when the answer had no usable number.
};

struct ConformerReadingOptions {
  double leastDifference = 0.0;  ///< pairs whose true difference is not above it are left out.
  std::size_t resamples = 1000;  ///< of the bootstrap over molecules; 0 = no intervals.
  std::uint64_t seed = 1;
};

/// A value with its 95 % interval; either may be undefined.
struct Estimate {
  std::optional<double> value;
  std::optional<double> low;
  std::optional<double> high;
};

/// How well a model tells the conformers of one molecule apart.
///
/// A model that sees only the graph says the same of all of them: its sign agreement is 0.5 and its
/// correlations are 0 (undefined when every predicted difference is 0: then `value` is absent).
/// Differences are taken in both directions, so that nothing depends on the order of conformers:
/// Pearson is the cosine of true and predicted differences, and Spearman that of their ranks.
/// Source: starter-model.md, section 4.
struct ConformerReading {
  Estimate signAgreement;  ///< equal predictions count one half.
  Estimate pearson;
  Estimate spearman;
  std::optional<double> meanAbsoluteError;  ///< over all conformers with a number.
  /// Of the molecule's mean of the same conformers: what a model that sees the graph could reach.
  std::optional<double> meanAbsoluteErrorOfMean;
  std::size_t conformers = 0;
  std::size_t unanswered = 0;  ///< conformers without a number; they are in no pair.
  std::size_t molecules = 0;   ///< with at least one pair that counts.
  std::size_t pairs = 0;       ///< that count.
  std::size_t leftOut = 0;     ///< pairs whose true difference is too small.
};

/// What the pairs and errors of one molecule add up to. Sums of several molecules give the signs,
/// the Pearson correlation and the errors of all of them; ranks cannot be added.
struct ConformerSums {
  double pairs = 0.0;
  double agreeing = 0.0;     ///< of the pairs; equal predictions count one half.
  double together = 0.0;     ///< true times predicted differences.
  double truths = 0.0;       ///< squares of the true ones.
  double predictions = 0.0;  ///< squares of the predicted ones.
  double answered = 0.0;     ///< conformers with a number.
  double errors = 0.0;       ///< absolute, of these.
  double errorsOfMean = 0.0;

  ConformerSums& operator+=(const ConformerSums& other);
  /// Not a number without pairs, differences or answers.
  [[nodiscard]] double signAgreement() const;
  [[nodiscard]] double pearson() const;
  [[nodiscard]] double meanAbsoluteError() const;
  [[nodiscard]] double meanAbsoluteErrorOfMean() const;
};

/// Sums of the conformers of one molecule and question.
ConformerSums conformerSums(std::span<const ConformerAnswer> molecule, double leastDifference);

/// Errors are not possible: with nothing to compare the values are absent.
ConformerReading readConformers(std::span<const ConformerAnswer> answers,
                                const ConformerReadingOptions& options);

}  // namespace molloquy::metrics
