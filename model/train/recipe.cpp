#include "model/train/recipe.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "model/base/atomic_file.h"
#include "model/nn/config_fields.h"

namespace molloquy::train {
namespace {

Result<void> readTraining(const nlohmann::json& object, Recipe& recipe) {
  return nn::FieldReader(object, "training")
      .read("learning_rate", recipe.learningRate)
      .read("min_learning_rate", recipe.minLearningRate)
      .read("warmup_steps", recipe.warmupSteps)
      .read("weight_decay", recipe.weightDecay)
      .read("beta1", recipe.beta1)
      .read("beta2", recipe.beta2)
      .read("epsilon", recipe.epsilon)
      .read("clip_norm", recipe.clipNorm)
      .read("epochs", recipe.epochs)
      .read("batch_tokens", recipe.batchTokens)
      .read("max_tokens", recipe.maxTokens)
      .read("coordinate_noise", recipe.coordinateNoise)
      .read("held_out_structures", recipe.heldOutStructures)
      .read("evaluate_every_steps", recipe.evaluateEverySteps)
      .read("checkpoint_every_steps", recipe.checkpointEverySteps)
      .read("log_every_steps", recipe.logEverySteps)
      .read("seed", recipe.seed)
      .result();
}

Result<void> readParts(const nlohmann::json& object, TrainedParts& parts) {
  return nn::FieldReader(object, "trained_parts")
      .read("encoder", parts.encoder)
      .read("qformer", parts.qformer)
      .read("projection", parts.projection)
      .read("language", parts.language)
      .result();
}

}  // namespace

Result<void> Recipe::validate() const {
  return nn::FieldChecks("training")
      .positive("learning_rate", learningRate)
      .require(minLearningRate >= 0 && minLearningRate <= learningRate, "min_learning_rate",
               fmt::format("is {} but has to be from 0 to learning_rate", minLearningRate))
      .range("warmup_steps", warmupSteps, 0, 1'000'000)
      .fraction("weight_decay", weightDecay)
      .fraction("beta1", beta1)
      .fraction("beta2", beta2)
      .positive("epsilon", epsilon)
      .require(clipNorm >= 0, "clip_norm", "is below 0")
      .range("epochs", epochs, 1, 100'000)
      .range("max_tokens", maxTokens, 8, model.llama.maxPosition)
      .range("batch_tokens", batchTokens, maxTokens, std::int64_t{1} << 24)
      .require(coordinateNoise >= 0 && coordinateNoise < 1, "coordinate_noise",
               "has to be from 0 to 1 angstrom")
      .range("held_out_structures", heldOutStructures, 0, 1 << 24)
      .range("evaluate_every_steps", evaluateEverySteps, 1, 1 << 24)
      .range("checkpoint_every_steps", checkpointEverySteps, 1, 1 << 24)
      .range("log_every_steps", logEverySteps, 1, 1 << 24)
      .require(parts.encoder || parts.qformer || parts.projection || parts.language,
               "trained_parts", "leaves nothing to train")
      .result();
}

Result<Recipe> recipeFromJson(const nlohmann::json& object) {
  Recipe recipe;
  if (!object.is_object() || !object.contains("model")) {
    return fail(ErrorCode::Corrupt, "The recipe has no \"model\" part.");
  }
  Result<molm::Config> model = molm::configFromJson(object["model"]);
  if (!model) return tl::unexpected(model.error());
  recipe.model = *std::move(model);
  Result<void> read;
  if (object.contains("training")) read = readTraining(object["training"], recipe);
  if (read && object.contains("trained_parts")) {
    read = readParts(object["trained_parts"], recipe.parts);
  }
  if (read) read = recipe.validate();
  if (!read) return tl::unexpected(read.error());
  return recipe;
}

Result<Recipe> readRecipe(const std::filesystem::path& path) {
  const Result<std::string> text = readFile(path);
  if (!text) return tl::unexpected(text.error());
  const nlohmann::json object = nlohmann::json::parse(*text, nullptr, /*allow_exceptions=*/false);
  if (object.is_discarded()) {
    return fail(ErrorCode::Corrupt, fmt::format("{} is not JSON.", path.string()));
  }
  Result<Recipe> recipe = recipeFromJson(object);
  if (!recipe) return tl::unexpected(recipe.error().within("reading " + path.string()));
  return recipe;
}

double learningRateAt(const Recipe& recipe, std::int64_t step, double progress) {
  if (step < recipe.warmupSteps) {
    return recipe.learningRate * static_cast<double>(step + 1) / recipe.warmupSteps;
  }
  const double done = std::clamp(progress, 0.0, 1.0);
  return recipe.minLearningRate + (recipe.learningRate - recipe.minLearningRate) * 0.5 *
                                      (1.0 + std::cos(std::numbers::pi * done));
}

}  // namespace molloquy::train
