#pragma once

#include <array>
#include <string_view>
#include <utility>

#include "model/recipes/recipe.h"

/// The one table of a recipe's fields; reading, writing and documenting walk through it.
namespace molloquy::recipes {

template <class E>
using EnumName = std::pair<std::string_view, E>;

inline constexpr std::array<EnumName<Objective>, 4> namesOf(Objective) {
  return {{{"representation", Objective::Representation},
           {"answers", Objective::Answers},
           {"text", Objective::Text},
           {"denoising", Objective::Denoising}}};
}
inline constexpr std::array<EnumName<Learning>, 3> namesOf(Learning) {
  return {{{"frozen", Learning::Frozen}, {"full", Learning::Full}, {"lora", Learning::Lora}}};
}
inline constexpr std::array<EnumName<StartWeights::Missing>, 2> namesOf(StartWeights::Missing) {
  return {{{"refuse", StartWeights::Missing::Refuse}, {"fresh", StartWeights::Missing::Fresh}}};
}
inline constexpr std::array<EnumName<BatchSettings::Side>, 2> namesOf(BatchSettings::Side) {
  return {{{"left", BatchSettings::Side::Left}, {"right", BatchSettings::Side::Right}}};
}
inline constexpr std::array<EnumName<BatchSettings::Order>, 3> namesOf(BatchSettings::Order) {
  return {{{"lengths", BatchSettings::Order::Lengths},
           {"shuffled", BatchSettings::Order::Shuffled},
           {"mixture", BatchSettings::Order::Mixture}}};
}
inline constexpr std::array<EnumName<ScheduleKind>, 6> namesOf(ScheduleKind) {
  return {{{"progress_cosine", ScheduleKind::ProgressCosine},
           {"epoch_cosine", ScheduleKind::EpochCosine},
           {"step_cosine", ScheduleKind::StepCosine},
           {"step_linear", ScheduleKind::StepLinear},
           {"epoch_decay", ScheduleKind::EpochDecay},
           {"constant", ScheduleKind::Constant}}};
}
inline constexpr std::array<EnumName<OptimizerSettings::Decay>, 2> namesOf(
    OptimizerSettings::Decay) {
  return {
      {{"all", OptimizerSettings::Decay::All}, {"matrices", OptimizerSettings::Decay::Matrices}}};
}
inline constexpr std::array<EnumName<NumberType>, 2> namesOf(NumberType) {
  return {{{"f32", NumberType::Float32}, {"bf16", NumberType::Bfloat16}}};
}
inline constexpr std::array<EnumName<Activations>, 2> namesOf(Activations) {
  return {{{"keep", Activations::Keep}, {"recompute", Activations::Recompute}}};
}

/// visit(name, field, meaning) for every field but "model" and "lora", which are objects of their
/// own. R is Recipe or const Recipe.
template <class R, class Visit>
void visitGeneral(R& r, const Visit& visit) {
  visit("name", r.name, "Name of the recipe, told in logs and model cards.");
  visit("purpose", r.purpose, "A sentence that says what the run is for.");
  visit("objective", r.objective,
        "What is learnt: representation (stage 1), answers (stages 2 and 3), text, denoising.");
  visit("seed", r.seed, "Of fresh weights, order, noise, masks and dropout.");
  visit("numbers", r.numbers,
        "Numbers of matrix products: f32 or bf16; learnt weights stay float32.");
  visit("saved", r.saved, "Numbers of the finished model's weights.");
  visit("activations", r.activations,
        "keep, or recompute in the backward pass to save memory for a third more work.");
  visit("coordinate_noise", r.coordinateNoise,
        "Angstrom, standard deviation, fresh at every visit.");
  visit("dropout", r.dropout, "Of every learning part; absent: as the sizes say.");
  visit("start.folder", r.start.folder,
        "Model folder to start from; its sizes count. Empty: fresh weights.");
  visit("start.files", r.start.files,
        "Weight files or folders laid over the first weights, later ones winning.");
  visit("start.missing", r.start.missing,
        "refuse weights that no file holds, or leave them fresh.");
  visit("parts.encoder", r.parts.encoder, "frozen or full: the 3D encoder.");
  visit("parts.qformer", r.parts.qformer,
        "frozen or full: ln_graph, queries, Q-Former and stage-1 heads.");
  visit("parts.projection", r.parts.projection, "frozen or full: Q-Former to language model.");
  visit("parts.language", r.parts.language, "frozen, full or lora: the language model.");
}

template <class R, class Visit>
void visitData(R& r, const Visit& visit) {
  visit("data.files", r.preparation.data, "Corpus files, relative to the recipe.");
  visit("data.tokenizer", r.preparation.tokenizer,
        "tokenizer.model or tokenizer.json; empty: the start folder's.");
  visit("data.vocabulary", r.preparation.vocabulary,
        "vocab.txt of the WordPiece side; empty: the start folder's.");
  visit("data.max_tokens", r.preparation.maxTokens,
        "Of prompt and answer; longer pairs are cut, the longer side first.");
  visit("data.smiles_characters", r.preparation.smilesCharacters,
        "SMILES in prompts are cut to so many characters; absent: whole.");
  visit("data.description_characters", r.preparation.descriptionCharacters,
        "Instructions of task Description are cut to so many characters; absent: whole.");
  visit("data.conformers", r.preparation.conformers,
        "Embedded for each structure that brings none.");
  visit("data.conformer_seed", r.preparation.conformerSeed, "Of those conformers.");
  visit("data.held_out_structures", r.preparation.heldOutStructures,
        "Set aside for measuring when the data has no validation split.");
  visit("batch.examples", r.batch.examples,
        "In a micro-batch of one process; 0: as many as fit batch.tokens.");
  visit("batch.tokens", r.batch.tokens, "Padded tokens of a micro-batch when examples is 0.");
  visit("batch.accumulate", r.batch.accumulate, "Micro-batches of one process before an update.");
  visit("batch.padding", r.batch.padding, "left (as the reference trains) or right.");
  visit("batch.width", r.batch.width, "Padded to exactly so many tokens; 0: to the longest.");
  visit("batch.order", r.batch.order,
        "lengths (similar ones together), shuffled, or mixture (sources by N^power).");
  visit("batch.mixture_power", r.batch.mixturePower, "Power of the mixture; published: 0.25.");
}

template <class R, class Visit>
void visitRun(R& r, const Visit& visit) {
  visit(
      "schedule.kind", r.schedule.kind,
      "progress_cosine, epoch_cosine (stages 1, 2), step_cosine (stage 3), step_linear (Uni-Mol), "
      "epoch_decay, constant.");
  visit("schedule.learning_rate", r.schedule.learningRate, "After the warm-up.");
  visit("schedule.min_learning_rate", r.schedule.minLearningRate, "At the end.");
  visit("schedule.warmup_learning_rate", r.schedule.warmupLearningRate, "Of the first step.");
  visit("schedule.warmup_steps", r.schedule.warmupSteps, "Steps of the linear rise.");
  visit("schedule.decay", r.schedule.decay, "epoch_decay: factor of an epoch.");
  visit("schedule.steps", r.schedule.steps,
        "step_cosine, step_linear: the last step; 0: the run's.");
  visit("optimizer.beta1", r.optimizer.beta1, "AdamW, first moment.");
  visit("optimizer.beta2", r.optimizer.beta2, "AdamW, second moment.");
  visit("optimizer.epsilon", r.optimizer.epsilon, "AdamW, added to the root.");
  visit("optimizer.weight_decay", r.optimizer.weightDecay, "Decoupled decay.");
  visit("optimizer.decay", r.optimizer.decay,
        "all weights decay (as the reference), or matrices only.");
  visit("optimizer.clip_norm", r.optimizer.clipNorm, "Largest gradient norm; 0: no clipping.");
  visit("length.epochs", r.length.epochs, "Times through the data.");
  visit("length.max_steps", r.length.maxSteps, "Updates; 0: the epochs alone decide.");
  visit("length.minutes", r.length.minutes, "Time limit; a progress_cosine ends with it.");
  visit("keeping.evaluate_every_steps", r.keeping.evaluateEverySteps,
        "Updates between two measurements of the held-out loss.");
  visit("keeping.checkpoint_every_steps", r.keeping.checkpointEverySteps,
        "Updates between two checkpoints.");
  visit("keeping.keep_last", r.keeping.keepLast, "Checkpoints kept besides the best one.");
  visit("keeping.patience", r.keeping.patience,
        "Measurements without a better loss before the run ends; 0: no early end.");
  visit("keeping.log_every_steps", r.keeping.logEverySteps, "Updates between two log lines.");
  visit("representation.contrast_weight", r.representation.contrastWeight, "Stage 1.");
  visit("representation.matching_weight", r.representation.matchingWeight,
        "Stage 1; 0 leaves it out.");
  visit("representation.captioning_weight", r.representation.captioningWeight,
        "Stage 1; 0 leaves it out.");
  visit("denoising.masked_share", r.denoising.maskedShare, "Atoms that are masked and moved.");
  visit("denoising.kept_share", r.denoising.keptShare, "Of these: the symbol stays.");
  visit("denoising.random_share", r.denoising.randomShare, "Of these: another symbol.");
  visit("denoising.noise", r.denoising.noise, "Angstrom, uniform either way.");
  visit("denoising.token_weight", r.denoising.tokenWeight, "Of the loss of symbols.");
  visit("denoising.coordinate_weight", r.denoising.coordinateWeight, "Of the loss of positions.");
  visit("denoising.distance_weight", r.denoising.distanceWeight, "Of the loss of distances.");
  visit("denoising.norm_weight", r.denoising.normWeight,
        "Of the norms of atom and pair representations.");
}

template <class R, class Visit>
void visitFields(R& r, const Visit& visit) {
  visitGeneral(r, visit);
  visitData(r, visit);
  visitRun(r, visit);
}

}  // namespace molloquy::recipes
