#include "model/chem/quantum/single_point.h"

#include <cmath>
#include <cstdlib>

#include <fmt/format.h>

namespace molloquy::quantum {
namespace {

constexpr int kHeaviestElement = 86;
/// No two atoms of a molecule are closer; H2 has 0.74.
constexpr double kLeastDistanceAngstrom = 0.3;
constexpr double kFarthestAngstrom = 10'000;

/// "C5": element and 1-based place.
std::string placeOf(const SinglePointInput& input, std::size_t atom) {
  return fmt::format("{}{}", chem::elementSymbol(input.atomicNumbers[atom]), atom + 1);
}

Result<void> checkCount(std::size_t count) {
  if (count == 0) return fail(ErrorCode::InvalidInput, "The structure has no atoms.");
  if (count > kMaximumAtoms) {
    return fail(ErrorCode::InvalidInput, fmt::format("The structure has {} atoms; GFN2-xTB is run "
                                                     "for at most {}.",
                                                     count, kMaximumAtoms));
  }
  return {};
}

Result<void> checkElements(const std::vector<int>& atomicNumbers) {
  for (std::size_t i = 0; i < atomicNumbers.size(); ++i) {
    const int number = atomicNumbers[i];
    if (number >= 1 && number <= kHeaviestElement) continue;
    return fail(ErrorCode::InvalidInput,
                fmt::format("Atom {} has atomic number {}; GFN2-xTB knows 1 to {} (H to Rn).",
                            i + 1, number, kHeaviestElement));
  }
  return {};
}

Result<void> checkPositions(const SinglePointInput& input) {
  if (input.positions.size() != input.atomicNumbers.size()) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("The structure has {} atoms but {} positions.",
                            input.atomicNumbers.size(), input.positions.size()));
  }
  for (std::size_t i = 0; i < input.positions.size(); ++i) {
    for (const double coordinate : input.positions[i]) {
      if (std::abs(coordinate) <= kFarthestAngstrom) continue;  // false for NaN.
      return fail(ErrorCode::InvalidInput,
                  fmt::format("The position of {} is not within {} Å of the origin.",
                              placeOf(input, i), kFarthestAngstrom));
    }
    for (std::size_t j = 0; j < i; ++j) {
      const chem::Point3& a = input.positions[i];
      const chem::Point3& b = input.positions[j];
      const double distance = std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
      if (distance >= kLeastDistanceAngstrom) continue;
      return fail(ErrorCode::InvalidInput,
                  fmt::format("{} and {} are only {:.2f} Å apart; give the atoms places of their "
                              "own.",
                              placeOf(input, j), placeOf(input, i), distance));
    }
  }
  return {};
}

Result<void> checkElectrons(const std::vector<int>& atomicNumbers, long charge) {
  long neutral = 0;
  for (const int number : atomicNumbers) neutral += valenceElectrons(number);
  const long electrons = neutral - charge;
  if (electrons <= 0) {
    return fail(
        ErrorCode::InvalidInput,
        fmt::format("A charge of {:+} leaves none of the {} valence electrons.", charge, neutral));
  }
  if (2 * std::labs(charge) > neutral) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("A charge of {:+} is more than half of the {} valence electrons.",
                            charge, neutral));
  }
  if (electrons % 2 == 0) return {};
  return fail(ErrorCode::InvalidInput,
              fmt::format("The structure has an odd number of valence electrons ({}): it is a "
                          "radical or its charge is wrong. Only closed shells are computed.",
                          electrons));
}

}  // namespace

int valenceElectrons(int atomicNumber) {
  struct Range {
    int last;  ///< last element of the range.
    int core;  ///< electrons that do not count.
  };
  // Rows of the periodic table; groups 12 to 18 have their d shell in the core.
  constexpr Range kRanges[] = {{2, 0},   {10, 2},  {18, 10}, {29, 18}, {36, 28}, {47, 36},
                               {54, 46}, {57, 54}, {71, 0},  {79, 68}, {86, 78}};
  constexpr int kFirstLanthanide = 58;
  constexpr int kLastLanthanide = 71;
  if (atomicNumber >= kFirstLanthanide && atomicNumber <= kLastLanthanide) return 3;
  for (const Range& range : kRanges) {
    if (atomicNumber <= range.last) return atomicNumber - range.core;
  }
  return 0;
}

Result<void> checkComposition(const std::vector<int>& atomicNumbers, int charge) {
  if (Result<void> passed = checkCount(atomicNumbers.size()); !passed) return passed;
  if (Result<void> passed = checkElements(atomicNumbers); !passed) return passed;
  return checkElectrons(atomicNumbers, charge);
}

Result<void> checkInput(const SinglePointInput& input) {
  if (Result<void> passed = checkComposition(input.atomicNumbers, input.charge); !passed) {
    return passed;
  }
  return checkPositions(input);
}

}  // namespace molloquy::quantum
