#include "model/unimol/masking.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <random>

namespace molloquy::unimol {
namespace {

constexpr int kFirstElement = Config::kUnknown + 1;

/// Even draws that every standard library makes alike.
class Draws {
 public:
  explicit Draws(std::uint64_t seed) : m_generator(seed) {}

  /// In [0, 1).
  double share() {
    constexpr int kUnusedBits = 11;
    constexpr double kUnit = 0x1p-53;
    return static_cast<double>(m_generator() >> kUnusedBits) * kUnit;
  }
  std::size_t below(std::size_t count) { return m_generator() % count; }

 private:
  std::mt19937_64 m_generator;
};

/// Places behind the first mark, in a random choice, rising.
std::vector<std::size_t> choosePlaces(std::size_t atoms, double maskedShare, Draws& draws) {
  const double wanted = maskedShare * static_cast<double>(atoms) + draws.share();
  const std::size_t count = std::min(atoms, static_cast<std::size_t>(wanted));
  std::vector<std::size_t> places(atoms);
  std::iota(places.begin(), places.end(), std::size_t{1});
  for (std::size_t i = 0; i < count; ++i) std::swap(places[i], places[i + draws.below(atoms - i)]);
  places.resize(count);
  std::sort(places.begin(), places.end());
  return places;
}

/// Tokens of elements, [MASK] left out.
std::vector<std::int64_t> elementTokens(const Config& config, int mask) {
  std::vector<std::int64_t> tokens;
  for (std::size_t id = kFirstElement; id < config.dictionary.size(); ++id) {
    if (static_cast<int>(id) != mask) tokens.push_back(static_cast<std::int64_t>(id));
  }
  return tokens;
}

}  // namespace

Result<int> maskId(const Config& config) {
  const auto& dictionary = config.dictionary;
  const auto found = std::find(dictionary.begin(), dictionary.end(), "[MASK]");
  if (found == dictionary.end()) {
    return fail(ErrorCode::InvalidInput,
                "The encoder's dictionary has no [MASK], which learning by denoising puts in the "
                "place of atoms; add it as the last entry of unimol.dictionary.");
  }
  const int mask = static_cast<int>(found - dictionary.begin());
  if (elementTokens(config, mask).empty()) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("The encoder's dictionary of {} entries holds no element; add those of "
                            "the data to unimol.dictionary.",
                            dictionary.size()));
  }
  return mask;
}

MaskedMolecule maskAtoms(const TokenizedMolecule& molecule, const Config& config, int mask,
                         const Masking& masking, std::uint64_t seed) {
  constexpr std::size_t kMarks = 2;
  Draws draws(seed);
  MaskedMolecule result{molecule, {}, {}};
  const std::size_t size = molecule.tokens.size();
  result.masked = choosePlaces(size > kMarks ? size - kMarks : 0, masking.maskedShare, draws);
  const std::vector<std::int64_t> elements = elementTokens(config, mask);
  for (const std::size_t place : result.masked) {
    result.elements.push_back(molecule.tokens[place]);
    const double fate = draws.share();
    if (fate < masking.keptShare) continue;
    const bool random = fate < masking.keptShare + masking.randomShare;
    result.spoilt.tokens[place] = random ? elements[draws.below(elements.size())] : mask;
    for (double& axis : result.spoilt.coordinates[place]) {
      axis += masking.noise * (2.0 * draws.share() - 1.0);
    }
  }
  return result;
}

}  // namespace molloquy::unimol
