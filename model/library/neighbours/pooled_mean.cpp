#include "model/library/neighbours/pooled_mean.h"

#include <cmath>

#include "model/library/neighbours/neighbours.h"
#include "model/library/neighbours/shown_structure.h"

namespace molloquy::library {

std::vector<float> pooledMean(std::span<const float> features, std::size_t width) {
  std::vector<float> mean(width, 0.0F);
  for (std::size_t i = 0; i < features.size(); ++i) mean[i % width] += features[i];
  double square = 0;
  for (const float number : mean) square += double{number} * double{number};
  const auto scale = square > 0 ? static_cast<float>(1 / std::sqrt(square)) : 0.0F;
  for (float& number : mean) number *= scale;
  return mean;
}

Result<std::vector<float>> pooledVector(session::RetrievalSession& session,
                                        const chem::Molecule& molecule,
                                        const chem::Conformer* conformer, std::stop_token stop) {
  const auto shown = shownStructure(molecule, conformer, stop);
  if (!shown) return tl::unexpected(shown.error());
  const auto features = session.structureFeatures(std::span(&*shown, 1), {}, stop);
  if (!features) return tl::unexpected(features.error());
  return pooledMean(*features, session.info().width);
}

}  // namespace molloquy::library
