#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/recipes/recipe.h"

/// What a program hands to libmolloquy_model.so to train, and what it hears. No torch.
namespace molloquy::recipes {

/// The processes that train together; the usual launcher variables name them.
struct World {
  int rank = 0;
  int size = 1;
  int localRank = 0;                  ///< LOCAL_RANK: which device of this machine.
  std::string address = "localhost";  ///< MASTER_ADDR
  int port = 29500;                   ///< MASTER_PORT
};
/// Reads RANK, WORLD_SIZE, LOCAL_RANK, MASTER_ADDR and MASTER_PORT; a world of one when WORLD_SIZE
/// is absent. Errors: InvalidInput, naming the variable and its value.
Result<World> worldFromEnvironment();

/// What to do with a training folder that holds checkpoints already.
enum class Existing { Refuse, Resume, StartOver };

struct TrainingJob {
  Recipe recipe;
  std::filesystem::path data;    ///< prepared data.
  std::filesystem::path output;  ///< training folder: checkpoints, log, the finished model.
  std::vector<std::filesystem::path>
      companions;  ///< files copied beside the weights (tokenizer.model, vocab.txt).
  Existing existing = Existing::Refuse;
  std::string device = "cpu";  ///< cpu or cuda.
  int threads = 0;             ///< of the network on the processor; 0: libtorch's own choice.
  int loaderThreads = 1;       ///< that build batches.
  World world;
};

/// One update as told to the person; also a line of train.jsonl.
struct TrainingProgress {
  std::int64_t step = 0;
  std::int64_t steps = 0;
  int epoch = 0;
  double loss = 0;                                    ///< mean since the last line.
  std::vector<std::pair<std::string, double>> parts;  ///< of the loss: contrast, matching, ...
  double learningRate = 0;
  double gradientNorm = 0;
  double tokensPerSecond = 0;  ///< padded tokens, all processes.
  double moleculesPerSecond = 0;
  double waitingShare = 0;         ///< of the time, spent waiting for batches.
  std::uintmax_t memoryBytes = 0;  ///< resident; on CUDA allocated.
  double seconds = 0;              ///< of this run and those it continues.
  double remainingSeconds = 0;
};

struct TrainingEvaluation {
  std::int64_t step = 0;
  double loss = 0;
  std::vector<std::pair<std::string, double>> parts;
  bool best = false;
};

/// Called on the training thread.
struct TrainingObserver {
  std::function<void(const TrainingProgress&)> onProgress;
  std::function<void(const TrainingEvaluation&)> onEvaluation;
  std::function<void(const std::string&)>
      onMessage;  ///< a sentence: checkpoint written, resumed from, ...
};

enum class TrainingEndReason { Finished, Stopped, NoImprovement, TimeLimit };

struct TrainingEnd {
  TrainingEndReason reason = TrainingEndReason::Finished;
  std::int64_t steps = 0;
  double seconds = 0;
  std::optional<double> bestLoss;
  std::filesystem::path model;  ///< folder of the finished model or adapter; empty on other ranks.
};

/// One example of a batch as the network is fed it.
struct FedExample {
  std::string source;
  std::string task;
  std::vector<std::int64_t> tokens;
  std::vector<std::uint8_t> attend;  ///< 1 = read, 0 = padding.
  std::vector<std::int64_t> labels;  ///< -100 where nothing is learnt.
  std::size_t atoms = 0;             ///< kept by the encoder.
};

/// What a run would take, without training.
struct DryRun {
  struct Part {
    std::string name;  ///< encoder, qformer, projection, language
    std::int64_t parameters = 0;
    std::int64_t trained = 0;
  };
  std::vector<Part> parts;
  std::size_t trainingExamples = 0;
  std::size_t heldOutExamples = 0;
  std::int64_t steps = 0;  ///< optimiser steps of the run.
  std::uintmax_t weightBytes = 0;
  std::uintmax_t optimizerBytes = 0;   ///< gradients and moments.
  std::uintmax_t activationBytes = 0;  ///< grown by the measured step.
  double secondsPerStep = 0;           ///< measured on real batches, nothing saved.
  double flopsPerStep = 0;             ///< of matrix products, forward and backward.
  std::vector<FedExample> batch;       ///< the first micro-batch.
};

}  // namespace molloquy::recipes
