#include "model/library/embedding_numbers.h"

#include <fmt/format.h>

#include <cmath>

namespace molloquy::library {

std::vector<float> pooledStructures(std::span<const float> structures, std::size_t queries,
                                    std::size_t width) {
  const std::size_t rows = structures.size() / (queries * width);
  std::vector<float> pooled(rows * width, 0.0F);
  for (std::size_t row = 0; row < rows; ++row) {
    const std::span<float> mean(pooled.data() + row * width, width);
    for (std::size_t query = 0; query < queries; ++query) {
      const float* vector = structures.data() + (row * queries + query) * width;
      for (std::size_t at = 0; at < width; ++at) mean[at] += vector[at];
    }
    double square = 0;
    for (const float number : mean) square += double(number) * double(number);
    const auto scale = square > 0 ? static_cast<float>(1 / std::sqrt(square)) : 0.0F;
    for (float& number : mean) number *= scale;
  }
  return pooled;
}

Result<void> checkSizes(const NewEmbeddings& embeddings) {
  if (embeddings.modelStamp.empty() || embeddings.queries == 0 || embeddings.width == 0) {
    return fail(ErrorCode::InvalidInput,
                "Embeddings need the stamp of their model, its queries and its width.");
  }
  const std::size_t structures =
      embeddings.molecules.size() * embeddings.queries * embeddings.width;
  const std::size_t texts = embeddings.texts.size() * embeddings.width;
  if (embeddings.structures.size() != structures || embeddings.textVectors.size() != texts) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("{} and {} numbers were given where {} molecules and {} texts of width "
                            "{} need {} and {}.",
                            embeddings.structures.size(), embeddings.textVectors.size(),
                            embeddings.molecules.size(), embeddings.texts.size(), embeddings.width,
                            structures, texts));
  }
  return {};
}

tl::unexpected<Error> noEmbeddings(std::string_view stamp) {
  return fail(ErrorCode::NotFound,
              fmt::format("The library has no embeddings of the model {}: compute them first.",
                          stamp.substr(0, 12)));
}

}  // namespace molloquy::library
