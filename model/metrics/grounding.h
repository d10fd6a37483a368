#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/align/lexicon.h"
#include "model/base/result.h"
#include "model/chem/molecule.h"
#include "model/metrics/measured_rows.h"
#include "model/metrics/row_work.h"

namespace molloquy::metrics {

/// What the verifier says of the phrases of texts about structures.
struct GroundingCounts {
  std::size_t texts = 0;
  std::size_t proposed = 0;       ///< phrases that the lexicon knows.
  std::size_t checkable = 0;      ///< of these, claims about atoms: not roles, not other molecules.
  std::size_t verified = 0;       ///< of the checkable ones, those that are true.
  std::size_t refuted = 0;        ///< what they name is not there.
  std::size_t countMismatch = 0;  ///< it is there, but in a smaller number.
  std::size_t withoutError = 0;   ///< texts in which every checkable phrase is true; may have none.
  std::size_t expected = 0;       ///< lexicon entries that the structure describer writes about.
  std::size_t named = 0;          ///< of these, those that the text names truly.

  /// verified / checkable; nothing when there is nothing to check.
  [[nodiscard]] std::optional<double> verifiedShare() const;
  /// refuted / proposed.
  [[nodiscard]] std::optional<double> hallucinationRate() const;
  /// named / expected.
  [[nodiscard]] std::optional<double> recall() const;
  /// withoutError / texts.
  [[nodiscard]] std::optional<double> errorFreeShare() const;

  GroundingCounts& operator+=(const GroundingCounts& other);
};

/// A text and the structure that it is about.
struct GroundedText {
  std::shared_ptr<const chem::Molecule> molecule;
  std::string text;
};

/// Counts of one text. A phrase is checkable unless its status is Unlocalised; recall is measured
/// against the lexicon entries that the describer's normal description of the structure has.
/// Source: molreflect.md 7.1, 7.5, 9.2. Pure; any thread.
GroundingCounts groundText(const chem::Molecule& molecule, std::string_view text,
                           const align::Lexicon& lexicon);

/// Texts measured one by one, and as a control each structure with another one's text.
struct MeasuredGrounding {
  /// Groups "own" and "shuffled" (no numbers when there is one text alone): "grounded" (verified
  /// share), "hallucination", "recall", "error_free". The quality of a row is its true phrases
  /// less its wrong ones.
  MeasuredRows rows;
  GroundingCounts own;
  GroundingCounts shuffled;
};

/// seed  deals the texts out to other structures. Errors: InvalidInput ("Measuring was stopped.").
Result<MeasuredGrounding> measureGrounding(std::span<const GroundedText> texts,
                                           const align::Lexicon& lexicon, std::uint64_t seed,
                                           const RowWork& how = {});

/// A permutation of 0..count-1 that leaves nothing in its place: one cycle through all of them,
/// drawn with `seed`, the same on every platform. Precondition: count >= 2.
std::vector<std::size_t> derangement(std::size_t count, std::uint64_t seed);

}  // namespace molloquy::metrics
