#include "model/recipes/recipe.h"

#include <fmt/format.h>

#include "model/nn/config_fields.h"

namespace molloquy::recipes {
namespace {

constexpr std::int64_t kMost = std::int64_t{1} << 40;
constexpr int kMostInt = 1 << 30;

Result<void> checkData(const Recipe& r) {
  return nn::FieldChecks("recipe")
      .range("data.max_tokens", r.preparation.maxTokens, 4, kMostInt)
      .range("data.conformers", r.preparation.conformers, 1, 1000)
      .range("data.held_out_structures", r.preparation.heldOutStructures, 0, kMostInt)
      .range("data.smiles_characters", r.preparation.smilesCharacters.value_or(1), 1, kMostInt)
      .range("data.description_characters", r.preparation.descriptionCharacters.value_or(1), 1,
             kMostInt)
      .range("batch.examples", r.batch.examples, 0, 1 << 20)
      .range("batch.tokens", r.batch.tokens, 1, kMost)
      .range("batch.accumulate", r.batch.accumulate, 1, 1 << 20)
      .range("batch.width", r.batch.width, 0, kMostInt)
      .require(r.batch.width == 0 || r.batch.width >= r.preparation.maxTokens, "batch.width",
               fmt::format("is {}, less than data.max_tokens = {}", r.batch.width,
                           r.preparation.maxTokens))
      .require(r.batch.order == BatchSettings::Order::Lengths || r.batch.examples > 0,
               "batch.examples", "has to be given unless batch.order is lengths")
      .require(r.objective != Objective::Representation || r.batch.examples != 1, "batch.examples",
               "is 1, but matching needs two pairs to tell apart")
      .require(r.batch.mixturePower >= 0 && r.batch.mixturePower <= 1, "batch.mixture_power",
               fmt::format("is {} but has to be from 0 to 1", r.batch.mixturePower))
      .result();
}

Result<void> checkRun(const Recipe& r) {
  const ScheduleSettings& s = r.schedule;
  return nn::FieldChecks("recipe")
      .positive("schedule.learning_rate", s.learningRate)
      .require(s.minLearningRate >= 0 && s.minLearningRate <= s.learningRate,
               "schedule.min_learning_rate",
               fmt::format("is {} but has to be from 0 to the learning rate", s.minLearningRate))
      .require(s.warmupLearningRate >= 0 && s.warmupLearningRate <= s.learningRate,
               "schedule.warmup_learning_rate",
               fmt::format("is {} but has to be from 0 to the learning rate", s.warmupLearningRate))
      .range("schedule.warmup_steps", s.warmupSteps, 0, kMostInt)
      .range("schedule.steps", s.steps, 0, kMost)
      .require(s.decay > 0 && s.decay <= 1, "schedule.decay", "has to be above 0 and at most 1")
      .fraction("optimizer.beta1", r.optimizer.beta1)
      .fraction("optimizer.beta2", r.optimizer.beta2)
      .positive("optimizer.epsilon", r.optimizer.epsilon)
      .fraction("optimizer.weight_decay", r.optimizer.weightDecay)
      .require(r.optimizer.clipNorm >= 0, "optimizer.clip_norm", "is below 0")
      .range("length.epochs", r.length.epochs, 1, kMostInt)
      .range("length.max_steps", r.length.maxSteps, 0, kMost)
      .require(r.length.minutes.value_or(1) > 0, "length.minutes", "has to be above 0")
      .range("keeping.evaluate_every_steps", r.keeping.evaluateEverySteps, 1, kMostInt)
      .range("keeping.checkpoint_every_steps", r.keeping.checkpointEverySteps, 1, kMostInt)
      .range("keeping.keep_last", r.keeping.keepLast, 1, 1 << 20)
      .range("keeping.patience", r.keeping.patience, 0, kMostInt)
      .range("keeping.log_every_steps", r.keeping.logEverySteps, 1, kMostInt)
      .result();
}

bool isShare(double value) { return value >= 0 && value <= 1; }

Result<void> checkLearning(const Recipe& r) {
  const DenoisingSettings& d = r.denoising;
  const TrainedParts& p = r.parts;
  const bool onlyLanguageHasAdapters =
      p.encoder != Learning::Lora && p.qformer != Learning::Lora && p.projection != Learning::Lora;
  const bool anythingLearns = p.encoder != Learning::Frozen || p.qformer != Learning::Frozen ||
                              p.projection != Learning::Frozen || p.language != Learning::Frozen;
  const RepresentationSettings& w = r.representation;
  return nn::FieldChecks("recipe")
      .require(onlyLanguageHasAdapters, "parts", "asks for lora outside the language model")
      .require(anythingLearns, "parts", "leaves nothing to learn")
      .require(p.language != Learning::Lora || r.lora.has_value(), "lora",
               "is missing, but parts.language is lora")
      .require(r.objective != Objective::Denoising || p.encoder == Learning::Full, "parts.encoder",
               "has to be full for denoising")
      .require(r.objective != Objective::Representation || p.encoder == Learning::Frozen,
               "parts.encoder", "has to be frozen in stage 1, whose network stops its gradient")
      .require(w.contrastWeight >= 0 && w.matchingWeight >= 0 && w.captioningWeight >= 0 &&
                   w.contrastWeight + w.matchingWeight + w.captioningWeight > 0,
               "representation", "needs weights of at least 0, one above it")
      .require(isShare(d.maskedShare) && d.maskedShare > 0, "denoising.masked_share",
               "has to be above 0 and at most 1")
      .require(isShare(d.keptShare) && isShare(d.randomShare) && d.keptShare + d.randomShare <= 1,
               "denoising.kept_share", "and random_share have to be shares of at most 1 together")
      .require(d.noise >= 0 && d.noise < 10, "denoising.noise", "has to be from 0 to 10 angstrom")
      .require(r.coordinateNoise >= 0 && r.coordinateNoise < 1, "coordinate_noise",
               "has to be from 0 to 1 angstrom")
      .fraction("dropout", r.dropout.value_or(0))
      .result();
}

/// Fresh sizes are of the objective's network, or there is a folder to start from.
Result<void> checkModel(const Recipe& r) {
  if (std::holds_alternative<std::monostate>(r.model)) {
    if (!r.start.folder.empty()) return {};
    return fail(ErrorCode::Corrupt,
                "The recipe has neither a \"model\" with sizes nor a \"start.folder\".");
  }
  return std::visit(
      [](const auto& model) -> Result<void> {
        if constexpr (std::is_same_v<std::decay_t<decltype(model)>, std::monostate>) {
          return {};
        } else {
          return model.validate();
        }
      },
      r.model);
}

}  // namespace

Result<void> Recipe::validate() const {
  for (const auto check : {checkData, checkRun, checkLearning, checkModel}) {
    if (Result<void> checked = check(*this); !checked) return checked;
  }
  return {};
}

}  // namespace molloquy::recipes
