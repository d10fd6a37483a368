#include "model/unimol/tokenize_atoms.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace molloquy::unimol {
namespace {

constexpr std::uint64_t kSubsetSeed = 7;

/// Indices of the atoms that are kept, hydrogens dropped.
std::vector<std::size_t> heavyAtoms(std::span<const std::string> symbols) {
  std::vector<std::size_t> kept;
  for (std::size_t i = 0; i < symbols.size(); ++i) {
    if (symbols[i] != "H") kept.push_back(i);
  }
  if (kept.empty()) {
    for (std::size_t i = 0; i < symbols.size(); ++i) kept.push_back(i);
  }
  return kept;
}

/// The first `count` entries of a Fisher-Yates shuffle; the same on every standard library.
void keepSubset(std::vector<std::size_t>& atoms, std::size_t count) {
  if (atoms.size() <= count) return;
  std::mt19937_64 generator(kSubsetSeed);
  for (std::size_t i = 0; i < count; ++i) {
    std::swap(atoms[i], atoms[i + generator() % (atoms.size() - i)]);
  }
  atoms.resize(count);
}

/// Mean of the kept atoms, in float32 as the reference does it.
std::array<float, 3> centroid(std::span<const std::array<float, 3>> positions,
                              const std::vector<std::size_t>& atoms) {
  std::array<float, 3> sum{};
  for (const std::size_t atom : atoms) {
    for (std::size_t axis = 0; axis < 3; ++axis) sum[axis] += positions[atom][axis];
  }
  for (float& value : sum) value /= static_cast<float>(atoms.size());
  return sum;
}

}  // namespace

int elementId(const std::string& symbol, const Config& config) {
  const auto found = std::find(config.dictionary.begin(), config.dictionary.end(), symbol);
  return found == config.dictionary.end() ? Config::kUnknown
                                          : static_cast<int>(found - config.dictionary.begin());
}

Result<TokenizedMolecule> tokenizeAtoms(std::span<const std::string> symbols,
                                        std::span<const std::array<float, 3>> positions,
                                        const Config& config) {
  if (symbols.empty()) {
    return fail(ErrorCode::InvalidInput,
                "The structure has no atoms; the model needs at least one.");
  }
  if (symbols.size() != positions.size()) {
    return fail(
        ErrorCode::InvalidInput,
        fmt::format("The structure has {} atoms but {} positions; the model needs a position "
                    "for every atom.",
                    symbols.size(), positions.size()));
  }
  std::vector<std::size_t> atoms = heavyAtoms(symbols);
  keepSubset(atoms, static_cast<std::size_t>(config.maxAtoms));
  for (const std::size_t atom : atoms) {
    for (const float value : positions[atom]) {
      if (!std::isfinite(value)) {
        return fail(
            ErrorCode::InvalidInput,
            fmt::format("Atom {} ({}) has a coordinate that is not a number; rebuild the 3D "
                        "structure.",
                        atom + 1, symbols[atom]));
      }
    }
  }

  const std::array<float, 3> centre = centroid(positions, atoms);
  TokenizedMolecule molecule;
  molecule.tokens.push_back(Config::kBegin);
  molecule.coordinates.push_back({});
  for (const std::size_t atom : atoms) {
    molecule.tokens.push_back(elementId(symbols[atom], config));
    std::array<double, 3> point{};
    for (std::size_t axis = 0; axis < 3; ++axis) point[axis] = positions[atom][axis] - centre[axis];
    molecule.coordinates.push_back(point);
  }
  molecule.tokens.push_back(Config::kEnd);
  molecule.coordinates.push_back({});
  return molecule;
}

}  // namespace molloquy::unimol
