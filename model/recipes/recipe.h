#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "model/molm/config.h"
#include "model/molm/stage1_config.h"

namespace molloquy::recipes {

/// What is learnt.
///
/// Representation  stage 1: contrast, matching and captioning of structures and texts.
/// Answers         stages 2 and 3, alignment tuning: answers about structures in a prompt.
/// Text            a language model alone, from scratch or adapted: texts and conversations.
/// Denoising       the 3D encoder alone: masked atoms, moved coordinates, distances (Uni-Mol).
enum class Objective { Representation, Answers, Text, Denoising };

/// What becomes of a part's weights. Lora: the part's own weights rest, its adapters learn; only
/// the language model has adapters.
enum class Learning { Frozen, Full, Lora };

struct TrainedParts {
  Learning encoder = Learning::Frozen;   ///< graph_encoder
  Learning qformer = Learning::Full;     ///< ln_graph, query_tokens, Qformer and the heads
  Learning projection = Learning::Full;  ///< llm_proj
  Learning language = Learning::Full;    ///< llm_model
};

/// Sizes for fresh weights; monostate: those of the folder that training starts from.
using ModelSizes =
    std::variant<std::monostate, molm::Config, molm::Stage1Config, llama::Config, unimol::Config>;

/// Where the first weights come from. Later ones win over earlier ones.
struct StartWeights {
  std::string folder;              ///< a model folder; its sizes count. Empty: fresh weights.
  std::vector<std::string> files;  ///< weight files or folders laid over them, names as published.
  /// Weights that no file holds: refused, or left as initialised.
  enum class Missing { Refuse, Fresh };
  Missing missing = Missing::Fresh;
};

/// How texts and structures become tokens and points; see model/prepare.
struct Preparation {
  std::vector<std::string> data;  ///< corpus files; relative ones to the recipe's folder.
  std::string tokenizer;          ///< tokenizer.model or tokenizer.json; empty: the start folder's.
  std::string vocabulary;         ///< vocab.txt of the WordPiece side (stage 1).
  int maxTokens = 384;            ///< of prompt and answer; longer pairs are cut longest first.
  std::optional<int> smilesCharacters;       ///< SMILES cut to so many characters (published: 96).
  std::optional<int> descriptionCharacters;  ///< instructions of task Description (published: 64).
  int conformers = 1;                        ///< embedded for structures that bring none.
  std::uint64_t conformerSeed = 7;
  int heldOutStructures = 0;  ///< set aside for measuring when the data has no validation split.
};

struct BatchSettings {
  int examples = 0;             ///< in a micro-batch of one process; 0: as many as fit `tokens`.
  std::int64_t tokens = 16384;  ///< padded tokens of a micro-batch when examples = 0.
  int accumulate = 1;           ///< micro-batches of one process before an update.
  enum class Side { Left, Right };
  Side padding = Side::Right;  ///< left as the reference trains.
  int width = 0;               ///< padded to exactly this; 0: to the longest.
  /// Lengths: neighbours in length together, batches shuffled. Shuffled: every example once an
  /// epoch. Mixture: each draw picks a source with chance N^power / sum N^power, then any example
  /// of it (3D-MoLM stage 3: power 1/4).
  enum class Order { Lengths, Shuffled, Mixture };
  Order order = Order::Lengths;
  double mixturePower = 0.25;
};

/// Source: 3D-MoLM reference, LAVIS schedulers and stage 3's own; see schedule.h.
enum class ScheduleKind {
  ProgressCosine,
  EpochCosine,
  StepCosine,
  StepLinear,
  EpochDecay,
  Constant
};

struct ScheduleSettings {
  ScheduleKind kind = ScheduleKind::ProgressCosine;
  double learningRate = 1e-4;  ///< after the warm-up.
  double minLearningRate = 0.0;
  double warmupLearningRate = 0;  ///< of step 0.
  int warmupSteps = 0;
  double decay = 0.9;      ///< EpochDecay: per epoch.
  std::int64_t steps = 0;  ///< StepCosine, StepLinear: where it ends; 0: the run's last step.
};

struct OptimizerSettings {
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
  double weightDecay = 0.05;
  /// All: every learning weight decays, as in the reference. Matrices: norms and biases do not.
  enum class Decay { All, Matrices };
  Decay decay = Decay::All;
  double clipNorm = 0.0;  ///< largest gradient norm; 0 = no clipping.
};

/// Uni-Mol's pretraining. Source: Uni-Mol (Zhou et al., ICLR 2023), section 2.2 and appendix;
/// reference losses/unimol.py and tasks/unimol.py.
struct DenoisingSettings {
  double maskedShare = 0.15;
  double keptShare = 0.05;    ///< of the masked atoms: the symbol stays.
  double randomShare = 0.05;  ///< of the masked atoms: any other symbol.
  double noise = 1.0;         ///< angstrom, uniform, on masked atoms.
  double tokenWeight = 1.0;
  double coordinateWeight = 5.0;
  double distanceWeight = 10.0;
  double normWeight = 0.01;  ///< of the norms of atom and pair representations.
};

struct RepresentationSettings {
  double contrastWeight = 1.0;
  double matchingWeight = 1.0;
  double captioningWeight = 1.0;
};

struct LengthSettings {
  int epochs = 10;
  std::int64_t maxSteps = 0;      ///< optimiser steps; 0: the epochs alone decide.
  std::optional<double> minutes;  ///< time limit; a ProgressCosine ends with it.
};

struct KeepingSettings {
  int evaluateEverySteps = 500;
  int checkpointEverySteps = 500;
  int keepLast = 2;  ///< checkpoints besides the best one.
  int patience = 0;  ///< evaluations without a better loss before the end; 0: none.
  int logEverySteps = 20;
};

enum class NumberType { Float32, Bfloat16 };
enum class Activations { Keep, Recompute };

/// One training run, whole: sizes, data, optimiser, schedule. Every number of a run is here.
struct Recipe {
  std::string name;
  std::string purpose;  ///< a sentence for the person.
  Objective objective = Objective::Answers;
  ModelSizes model;
  StartWeights start;
  Preparation preparation;
  TrainedParts parts;
  std::optional<llama::LoraConfig> lora;  ///< adapters of the language model, when Learning::Lora.
  BatchSettings batch;
  ScheduleSettings schedule;
  OptimizerSettings optimizer;
  LengthSettings length;
  KeepingSettings keeping;
  DenoisingSettings denoising;
  RepresentationSettings representation;
  NumberType numbers = NumberType::Bfloat16;  ///< of matrix products; learnt weights stay float32.
  NumberType saved = NumberType::Bfloat16;    ///< of the finished model's weights.
  Activations activations = Activations::Keep;
  double coordinateNoise = 0.0;   ///< angstrom, standard deviation, fresh at every visit.
  std::optional<double> dropout;  ///< of every learning part; absent: the configs' own.
  std::uint64_t seed = 0;

  /// Errors: Corrupt, naming the field, its value and the rule.
  [[nodiscard]] Result<void> validate() const;
};

/// Errors: Corrupt, naming the field; an unknown field is an error, too, with the nearest known
/// one.
Result<Recipe> recipeFromJson(const nlohmann::json& object);
nlohmann::ordered_json toJson(const Recipe& recipe);

/// Reads a recipe and changes fields: "batch.examples=4", values as JSON or bare words.
/// Errors: NotFound, Corrupt; InvalidInput for a change that names no field.
Result<Recipe> readRecipe(const std::filesystem::path& path,
                          std::span<const std::string> changes = {});

/// Every field with its kind, default and meaning, for the documentation and for mistakes.
struct FieldDescription {
  std::string name;     ///< "batch.examples"
  std::string value;    ///< default, as JSON
  std::string meaning;  ///< a sentence
};
std::vector<FieldDescription> recipeFields();

}  // namespace molloquy::recipes
