#include "model/train/trainer.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "model/molm/model_folder.h"
#include "model/nn/torch_compat.h"

namespace molloquy::train {
namespace {

molm::MoleculeLanguageModel moved(molm::MoleculeLanguageModel model, at::Device device) {
  model->to(device);
  return model;
}

/// Four digits are enough for a log.
double rounded(double value) {
  if (value == 0.0 || !std::isfinite(value)) return value;
  const double scale = std::pow(10.0, 4 - std::floor(std::log10(std::abs(value))));
  return std::round(value * scale) / scale;
}

}  // namespace

Trainer::Trainer(molm::MoleculeLanguageModel model, const PreparedDataset& data,
                 const Recipe& recipe, const RunOptions& options)
    : m_model(moved(std::move(model), options.device)),
      m_data(data),
      m_recipe(recipe),
      m_options(options),
      m_split(splitByStructure(data, static_cast<std::size_t>(recipe.heldOutStructures),
                               static_cast<std::size_t>(recipe.maxTokens), recipe.seed)),
      m_heldOut(planEpoch(data, m_split.heldOut, recipe.batchTokens, recipe.seed)),
      m_parameters(m_model, recipe),
      m_log(options.output / "train.jsonl", std::ios::app) {
  const auto perEpoch = planEpoch(data, m_split.training, recipe.batchTokens, recipe.seed).size();
  m_totalSteps = std::max<std::int64_t>(1, static_cast<std::int64_t>(perEpoch) * recipe.epochs);
}

Result<void> Trainer::run() {
  if (m_split.training.empty()) {
    return fail(
        ErrorCode::InvalidInput,
        "There is nothing to train on: every example is held out or longer than max_tokens.");
  }
  m_start = m_lastLog = Clock::now();
  logLine(nlohmann::json{{"event", "start"},
                         {"parameters", nn::parameterCount(*m_model)},
                         {"trained_parameters", m_parameters.count()},
                         {"training_pairs", m_split.training.size()},
                         {"held_out_pairs", m_split.heldOut.size()},
                         {"steps", m_totalSteps}}
              .dump());
  for (int epoch = 0; epoch < m_recipe.epochs && !isOver(); ++epoch) {
    if (Result<void> done = runEpoch(epoch); !done) return done;
  }
  if (m_sinceLog > 0) logStep(m_recipe.epochs);
  return save("finished");
}

Result<void> Trainer::runEpoch(int epoch) {
  const std::uint64_t seed = m_recipe.seed + 1 + static_cast<std::uint64_t>(epoch);
  BatchOptions batchOptions{m_recipe.coordinateNoise, seed, m_options.device.is_cuda()};
  BatchLoader loader(m_data, planEpoch(m_data, m_split.training, m_recipe.batchTokens, seed),
                     m_model->config(), batchOptions, m_options.loaderThreads);
  m_model->train();
  while (!loader.isFinished() && !isOver()) {
    trainStep(loader.next());
    if (Result<void> done = afterStep(epoch); !done) return done;
  }
  return {};
}

at::Tensor Trainer::lossOf(const TrainingBatch& batch) {
  const nn::Bfloat16Autocast autocast(m_options.device.type(), m_options.bfloat16);
  return m_model->loss(batch.graphs.to(m_options.device, true),
                       batch.text.to(m_options.device, true));
}

void Trainer::trainStep(const TrainingBatch& batch) {
  const at::Tensor loss = lossOf(batch);
  loss.backward();
  m_learningRate = learningRateAt(m_recipe, m_step, progress());
  m_gradientNorm = m_parameters.step(m_learningRate);
  m_lossSum = m_lossSum.defined() ? m_lossSum + loss.detach() : loss.detach();
  ++m_step;
  ++m_sinceLog;
  m_tokensSinceLog += batch.text.tokens.numel();
}

Result<void> Trainer::afterStep(int epoch) {
  if (m_step == 1 || m_step % m_recipe.logEverySteps == 0) logStep(epoch);
  if (m_step % m_recipe.evaluateEverySteps == 0) {
    if (const std::optional<double> loss = heldOutLoss()) {
      logLine(nlohmann::json{{"event", "held_out"},
                             {"step", m_step},
                             {"loss", rounded(*loss)},
                             {"seconds", rounded(secondsSinceStart())}}
                  .dump());
    }
  }
  if (m_step % m_recipe.checkpointEverySteps == 0) return save("checkpoint");
  return {};
}

std::optional<double> Trainer::heldOutLoss() {
  if (m_heldOut.empty()) return std::nullopt;
  const torch::NoGradGuard noGrad;
  const bool wasTraining = m_model->is_training();
  m_model->eval();
  at::Tensor sum;
  std::int64_t targets = 0;
  for (const BatchIndices& pairs : m_heldOut) {
    const TrainingBatch batch = makeBatch(m_data, pairs, m_model->config(), {}, 0);
    const auto count = batch.text.targets.numel();
    const at::Tensor weighted = lossOf(batch) * static_cast<double>(count);
    sum = sum.defined() ? sum + weighted : weighted;
    targets += count;
  }
  m_model->train(wasTraining);
  return sum.item<double>() / static_cast<double>(targets);
}

Result<void> Trainer::save(const char* event) {
  const std::optional<double> loss = heldOutLoss();
  Result<void> saved = molm::saveModel(m_model, m_options.output, m_options.savedType);
  if (!saved) return saved;
  nlohmann::json line = {
      {"event", event}, {"step", m_step}, {"seconds", rounded(secondsSinceStart())}};
  if (loss) line["held_out_loss"] = rounded(*loss);
  logLine(line.dump());
  return {};
}

void Trainer::logStep(int epoch) {
  const double loss = m_lossSum.item<double>() / static_cast<double>(m_sinceLog);
  const Clock::time_point now = Clock::now();
  const double seconds = std::chrono::duration<double>(now - m_lastLog).count();
  logLine(nlohmann::json{
      {"event", "step"},
      {"step", m_step},
      {"epoch", epoch},
      {"loss", rounded(loss)},
      {"learning_rate", rounded(m_learningRate)},
      {"gradient_norm", rounded(m_gradientNorm.item<double>())},
      {"tokens_per_second", std::round(static_cast<double>(m_tokensSinceLog) / seconds)},
      {"seconds", rounded(secondsSinceStart())}}
              .dump());
  m_lossSum = at::Tensor();
  m_sinceLog = m_tokensSinceLog = 0;
  m_lastLog = now;
}

void Trainer::logLine(const std::string& line) {
  m_log << line << '\n' << std::flush;
  if (m_options.onLine) m_options.onLine(line);
}

double Trainer::secondsSinceStart() const {
  return std::chrono::duration<double>(Clock::now() - m_start).count();
}

double Trainer::progress() const {
  const double bySteps = static_cast<double>(m_step) / static_cast<double>(m_totalSteps);
  if (!m_options.minutes) return bySteps;
  return std::max(bySteps, secondsSinceStart() / (*m_options.minutes * 60.0));
}

bool Trainer::isOver() const { return progress() >= 1.0; }

}  // namespace molloquy::train
