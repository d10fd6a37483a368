#pragma once

#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>

#include "model/nn/weights.h"
#include "model/train/batch_loader.h"
#include "model/train/flat_parameters.h"

namespace molloquy::train {

/// Where and how long to train.
struct RunOptions {
  at::Device device = at::kCPU;
  bool bfloat16 = true;           ///< autocast; weights and optimiser stay float32.
  std::optional<double> minutes;  ///< the schedule ends there if the epochs do not before.
  int loaderThreads = 2;
  std::filesystem::path output;  ///< model folder; also train.jsonl.
  nn::SavedType savedType = nn::SavedType::Bfloat16;
  std::function<void(const std::string&)> onLine;  ///< gets every line of the log, too.
};

/// Trains the whole network end to end on prepared data.
///
/// Log lines are JSON objects with "event" step, held_out, checkpoint or finished. The device is
/// waited for only when a line is logged. Errors of writing are returned; libtorch's are thrown.
class Trainer {
 public:
  /// data has to outlive the trainer; the model keeps its weights.
  Trainer(molm::MoleculeLanguageModel model, const PreparedDataset& data, const Recipe& recipe,
          const RunOptions& options);

  /// Until the epochs or the time are over; saves at the end.
  Result<void> run();

  /// Mean loss over the held-out pairs, weighted by batch; nullopt when nothing is held out.
  std::optional<double> heldOutLoss();

  [[nodiscard]] std::int64_t steps() const { return m_step; }

 private:
  using Clock = std::chrono::steady_clock;

  at::Tensor lossOf(const TrainingBatch& batch);
  void trainStep(const TrainingBatch& batch);
  Result<void> runEpoch(int epoch);
  Result<void> afterStep(int epoch);
  Result<void> save(const char* event);
  void logStep(int epoch);
  void logLine(const std::string& line);
  [[nodiscard]] double secondsSinceStart() const;
  [[nodiscard]] double progress() const;
  [[nodiscard]] bool isOver() const;

  molm::MoleculeLanguageModel m_model;
  const PreparedDataset& m_data;
  Recipe m_recipe;
  RunOptions m_options;
  DataSplit m_split;
  std::vector<BatchIndices> m_heldOut;
  FlatParameters m_parameters;
  std::ofstream m_log;

  Clock::time_point m_start;
  std::int64_t m_step = 0;
  std::int64_t m_totalSteps = 1;
  double m_learningRate = 0.0;

  // Since the last logged line; sums live on the device.
  at::Tensor m_lossSum;
  at::Tensor m_gradientNorm;
  std::int64_t m_sinceLog = 0;
  std::int64_t m_tokensSinceLog = 0;
  Clock::time_point m_lastLog;
};

}  // namespace molloquy::train
