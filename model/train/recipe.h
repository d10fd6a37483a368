#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>

#include "model/molm/config.h"

namespace molloquy::train {

/// Which parts learn; the others keep their weights.
struct TrainedParts {
  bool encoder = true;     ///< graph_encoder
  bool qformer = true;     ///< ln_graph, query_tokens, Qformer
  bool projection = true;  ///< llm_proj
  bool language = true;    ///< llm_model
};

/// One training run: sizes, optimiser, batches. Sizes come from here and nowhere else.
struct Recipe {
  molm::Config model;
  TrainedParts parts;

  double learningRate = 1e-3;     ///< after the warm-up.
  double minLearningRate = 1e-5;  ///< at the end of the cosine.
  int warmupSteps = 200;
  double weightDecay = 0.05;  ///< on matrices; vectors (norms, biases) are not decayed.
  double beta1 = 0.9;
  double beta2 = 0.95;
  double epsilon = 1e-8;
  double clipNorm = 1.0;  ///< largest gradient norm; 0 = no clipping.

  int epochs = 10;
  std::int64_t batchTokens = 16384;  ///< padded tokens of a batch.
  int maxTokens = 384;               ///< longer examples are left out.
  double coordinateNoise = 0.03;     ///< angstrom, standard deviation, fresh at every visit.
  int heldOutStructures = 500;       ///< never trained on; chosen by `seed`.
  int evaluateEverySteps = 500;
  int checkpointEverySteps = 2000;
  int logEverySteps = 20;
  std::uint64_t seed = 7;

  /// Errors: Corrupt, naming the field.
  [[nodiscard]] Result<void> validate() const;
};

/// Errors: Corrupt, naming the field.
Result<Recipe> recipeFromJson(const nlohmann::json& object);
/// Errors: NotFound, Corrupt.
Result<Recipe> readRecipe(const std::filesystem::path& path);

/// Linear warm-up to learningRate, then a cosine down to minLearningRate.
/// progress  share of the run that is done, 0..1: of its steps or of its time, whichever is more.
double learningRateAt(const Recipe& recipe, std::int64_t step, double progress);

}  // namespace molloquy::train
