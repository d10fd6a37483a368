#include "model/train/trainer.h"

#include <ATen/CPUGeneratorImpl.h>
#include <fmt/format.h>
#include <torch/torch.h>

#include <cmath>

#include "model/train/memory_in_use.h"

namespace molloquy::train {

std::uint64_t batchSeed(std::uint64_t seed, int epoch, std::int64_t batch) {
  // SplitMix64 over the three numbers, so that neighbours get unrelated seeds.
  std::uint64_t mixed = seed;
  for (const std::uint64_t part :
       {static_cast<std::uint64_t>(epoch) + 1, static_cast<std::uint64_t>(batch) + 1}) {
    mixed += part * 0x9E3779B97F4A7C15ULL;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9ULL;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBULL;
    mixed ^= mixed >> 31;
  }
  return mixed;
}

Trainer::Trainer(TrainingObjective& objective, const recipes::PreparedDataset& data,
                 const recipes::Recipe& recipe, const CheckpointStore& store, TrainingLog& log,
                 const TrainerOptions& options)
    : m_objective(objective),
      m_data(data),
      m_recipe(recipe),
      m_store(store),
      m_log(log),
      m_options(options),
      m_training(recipes::examplesOf(data, recipes::PreparedSplit::Training)),
      m_heldOut(recipes::examplesOf(data, recipes::PreparedSplit::HeldOut)),
      m_parameters(objective, recipe.optimizer) {
  const auto plan = recipes::planEpoch(data, m_training, recipe.batch, recipe.seed, 0);
  m_epochBatches = static_cast<std::int64_t>(plan.size());
  m_totalSteps = std::max<std::int64_t>(1, updatesIn(plan.size()) * recipe.length.epochs);
  if (recipe.length.maxSteps > 0) {
    m_stepLimit = recipe.length.maxSteps;
    m_totalSteps = std::min(m_totalSteps, m_stepLimit);
  }
}

int Trainer::ranks() const { return m_options.group == nullptr ? 1 : m_options.group->size(); }

int Trainer::batchesPerUpdate() const { return m_recipe.batch.accumulate * ranks(); }

/// One process takes what is left at the end of an epoch as a smaller update; several leave it out,
/// because each has to have a part in every update.
std::int64_t Trainer::updatesIn(std::size_t batches) const {
  const auto count = static_cast<std::int64_t>(batches);
  const std::int64_t each = batchesPerUpdate();
  return ranks() == 1 ? (count + each - 1) / each : count / each;
}

std::vector<PlannedBatch> Trainer::planFor(int epoch, std::int64_t done) const {
  std::vector<recipes::BatchIndices> all =
      recipes::planEpoch(m_data, m_training, m_recipe.batch, m_recipe.seed, epoch);
  const std::int64_t usable =
      ranks() == 1 ? static_cast<std::int64_t>(all.size())
                   : updatesIn(all.size()) * static_cast<std::int64_t>(batchesPerUpdate());
  const int rank = m_options.group == nullptr ? 0 : m_options.group->rank();
  std::vector<PlannedBatch> mine;
  for (std::int64_t i = done; i < usable; ++i) {
    if (i % ranks() != rank) continue;
    mine.push_back(
        {std::move(all[static_cast<std::size_t>(i)]), batchSeed(m_recipe.seed, epoch, i)});
  }
  return mine;
}

Result<void> Trainer::resume() {
  const Result<TrainingState> state = m_store.restoreNewest(m_parameters);
  if (!state) return tl::unexpected(state.error());
  m_state = *state;
  m_earlierSeconds = state->seconds;
  return {};
}

Result<recipes::TrainingEnd> Trainer::run(std::stop_token stop) {
  if (m_training.empty() || updatesIn(static_cast<std::size_t>(m_epochBatches)) == 0) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("There is nothing to train on: {} examples in {} batches for {} "
                            "processes. Lower batch.examples, or bring more data.",
                            m_training.size(), m_epochBatches, ranks()));
  }
  if (m_options.group != nullptr) m_parameters.broadcast(*m_options.group);
  m_start = m_since.begin = Clock::now();
  AfterStep reason = AfterStep::StepsDone;
  while (m_state.epoch < m_recipe.length.epochs && m_state.step < m_stepLimit) {
    const Result<AfterStep> ended = runEpoch(stop);
    if (!ended) return tl::unexpected(ended.error());
    reason = *ended;
    if (reason != AfterStep::GoOn) break;
    ++m_state.epoch;
    m_state.epochBatches = 0;
  }
  return finish(reason == AfterStep::GoOn ? AfterStep::StepsDone : reason);
}

Result<Trainer::AfterStep> Trainer::runEpoch(const std::stop_token& stop) {
  BatchLoader loader(m_objective, planFor(m_state.epoch, m_state.epochBatches),
                     {m_options.loaderThreads, m_options.device.is_cuda()});
  m_objective.setTraining(true);
  while (loader.taken() < loader.size()) {
    std::vector<std::unique_ptr<MicroBatch>> batches;
    std::vector<std::uint64_t> seeds;
    const double waited = loader.secondsWaited();
    while (static_cast<int>(batches.size()) < m_recipe.batch.accumulate &&
           loader.taken() < loader.size()) {
      seeds.push_back(loader.planned(loader.taken()).seed);
      batches.push_back(loader.next());
    }
    m_since.waited += loader.secondsWaited() - waited;
    const int ofAll = static_cast<int>(batches.size()) * ranks();
    update(batches, seeds, ofAll);
    m_state.epochBatches += ofAll;
    const Result<AfterStep> then = afterStep(stop);
    if (!then || *then != AfterStep::GoOn) return then;
  }
  return AfterStep::GoOn;
}

at::Tensor Trainer::update(const std::vector<std::unique_ptr<MicroBatch>>& batches,
                           const std::vector<std::uint64_t>& seeds, int batchesOfAll) {
  at::Tensor sum;
  for (std::size_t i = 0; i < batches.size(); ++i) {
    torch::manual_seed(seeds[i]);
    LossContext context{m_options.device, at::make_generator<at::CPUGeneratorImpl>(seeds[i]),
                        m_options.group};
    const Losses losses = m_objective.losses(*batches[i], context);
    losses.total.backward();
    sum = sum.defined() ? sum + losses.total.detach() : losses.total.detach();
    collect(losses, 1.0 / static_cast<double>(batches.size()));
    m_since.tokens += batches[i]->tokens;
    m_since.molecules += batches[i]->molecules;
  }
  m_parameters.average(m_options.group, batchesOfAll);
  m_learningRate = recipes::learningRateAt(m_recipe.schedule, position());
  m_since.gradientNorm = m_parameters.step(m_learningRate);
  ++m_state.step;
  ++m_since.updates;
  return sum / static_cast<double>(batches.size());
}

void Trainer::collect(const Losses& losses, double share) {
  const at::Tensor total = losses.total.detach() * share;
  m_since.loss = m_since.loss.defined() ? m_since.loss + total : total;
  for (std::size_t i = 0; i < losses.parts.size(); ++i) {
    const at::Tensor part = losses.parts[i].second.detach() * share;
    if (m_since.parts.size() <= i) {
      m_since.parts.emplace_back(losses.parts[i].first, part);
    } else {
      m_since.parts[i].second = m_since.parts[i].second + part;
    }
  }
}

Result<Trainer::AfterStep> Trainer::afterStep(const std::stop_token& stop) {
  if (m_state.step == 1 || m_state.step % m_recipe.keeping.logEverySteps == 0) {
    if (Result<void> told = logStep(); !told) return tl::unexpected(told.error());
  }
  if (m_state.step % m_recipe.keeping.evaluateEverySteps == 0) {
    const Result<AfterStep> then = measureAndKeep();
    if (!then || *then != AfterStep::GoOn) return then;
  }
  const bool stopping = m_options.group == nullptr ? stop.stop_requested()
                                                   : m_options.group->any(stop.stop_requested());
  if (stopping) return AfterStep::Stop;
  if (m_state.step % m_recipe.keeping.checkpointEverySteps == 0) {
    if (Result<void> kept = checkpoint(); !kept) return tl::unexpected(kept.error());
  }
  if (m_recipe.length.minutes) {
    const bool over =
        m_options.group == nullptr ? isTimeOver() : m_options.group->any(isTimeOver());
    if (over) return AfterStep::TimeLimit;
  }
  return m_state.step >= m_stepLimit ? AfterStep::StepsDone : AfterStep::GoOn;
}

Result<Trainer::AfterStep> Trainer::measureAndKeep() {
  std::optional<recipes::TrainingEvaluation> measured = measure();
  if (!measured) return AfterStep::GoOn;
  measured->best = !m_state.bestLoss || measured->loss < *m_state.bestLoss;
  m_log.evaluation(*measured);
  if (measured->best) {
    m_state.bestLoss = measured->loss;
    m_state.bestStep = m_state.step;
    m_state.evaluationsSinceBest = 0;
    if (Result<void> kept = checkpoint(); !kept) return tl::unexpected(kept.error());
    return AfterStep::GoOn;
  }
  ++m_state.evaluationsSinceBest;
  const int patience = m_recipe.keeping.patience;
  return patience > 0 && m_state.evaluationsSinceBest >= patience ? AfterStep::NoImprovement
                                                                  : AfterStep::GoOn;
}

std::optional<recipes::TrainingEvaluation> Trainer::measure() {
  if (m_heldOut.empty()) return std::nullopt;
  const auto plan = recipes::planEvaluation(m_data, m_heldOut, m_recipe.batch);
  const int rank = m_options.group == nullptr ? 0 : m_options.group->rank();
  const torch::NoGradGuard noGrad;
  m_objective.setTraining(false);
  std::vector<std::string> names = {"loss"};
  std::vector<double> sums(1, 0.0);
  double targets = 0;
  for (std::size_t i = 0; i < plan.size(); ++i) {
    const std::uint64_t seed = batchSeed(m_recipe.seed, -2, static_cast<std::int64_t>(i));
    const auto batch = m_objective.collate(plan[i], seed);
    // Names are learnt from the first batch by every process, numbers from its own.
    if (static_cast<int>(i) % ranks() != rank && i > 0) continue;
    LossContext context{m_options.device, at::make_generator<at::CPUGeneratorImpl>(seed), nullptr};
    const Losses losses = m_objective.losses(*batch, context);
    for (std::size_t p = names.size() - 1; p < losses.parts.size(); ++p) {
      names.push_back(losses.parts[p].first);
      sums.push_back(0.0);
    }
    if (static_cast<int>(i) % ranks() != rank) continue;
    const auto weight = static_cast<double>(batch->targets);
    targets += weight;
    sums[0] += weight * losses.total.item<double>();
    for (std::size_t p = 0; p < losses.parts.size(); ++p) {
      sums[p + 1] += weight * losses.parts[p].second.item<double>();
    }
  }
  m_objective.setTraining(true);
  sums.push_back(targets);
  if (m_options.group != nullptr) {
    at::Tensor all = torch::tensor(sums, torch::kDouble).to(m_options.device);
    m_options.group->sum(all);
    all = all.to(torch::kCPU);
    for (std::size_t i = 0; i < sums.size(); ++i) {
      sums[i] = all[static_cast<std::int64_t>(i)].item<double>();
    }
  }
  recipes::TrainingEvaluation measured;
  measured.step = m_state.step;
  measured.loss = sums[0] / sums.back();
  for (std::size_t i = 1; i < names.size(); ++i) {
    measured.parts.emplace_back(names[i], sums[i] / sums.back());
  }
  return measured;
}

Result<void> Trainer::logStep() {
  const Clock::time_point now = Clock::now();
  const double passed = std::max(1e-9, std::chrono::duration<double>(now - m_since.begin).count());
  const auto updates = static_cast<double>(m_since.updates);
  std::vector<at::Tensor> numbers = {m_since.loss};
  for (const auto& part : m_since.parts) numbers.push_back(part.second);
  at::Tensor all = at::stack(numbers).to(at::kDouble);
  if (m_options.group != nullptr) {
    m_options.group->sum(all);
    all = all / ranks();
  }
  all = (all / updates).to(at::kCPU);

  recipes::TrainingProgress progress;
  progress.step = m_state.step;
  progress.steps = m_totalSteps;
  progress.epoch = m_state.epoch;
  progress.loss = all[0].item<double>();
  for (std::size_t i = 0; i < m_since.parts.size(); ++i) {
    progress.parts.emplace_back(m_since.parts[i].first,
                                all[static_cast<std::int64_t>(i) + 1].item<double>());
  }
  progress.learningRate = m_learningRate;
  progress.gradientNorm = m_since.gradientNorm.item<double>();
  progress.tokensPerSecond = static_cast<double>(m_since.tokens * ranks()) / passed;
  progress.moleculesPerSecond = static_cast<double>(m_since.molecules * ranks()) / passed;
  progress.waitingShare = m_since.waited / passed;
  progress.memoryBytes = memoryInUse(m_options.device);
  progress.seconds = seconds();
  const double share = std::max(1e-9, position().share);
  progress.remainingSeconds = progress.seconds * (1.0 - share) / share;
  m_log.step(progress);
  m_since = {};
  m_since.begin = now;
  if (std::isfinite(progress.loss)) return {};
  return fail(ErrorCode::InvalidInput,
              fmt::format("The loss is no number any more at step {}. Lower "
                          "schedule.learning_rate or set optimizer.clip_norm, and go on from the "
                          "last checkpoint or start over.",
                          m_state.step));
}

Result<void> Trainer::checkpoint() {
  if (m_options.group != nullptr && m_options.group->rank() != 0) {
    m_options.group->barrier();
    return {};
  }
  m_state.seconds = seconds();
  Result<void> kept = m_store.save(m_parameters, m_state, m_recipe.keeping.keepLast);
  if (kept) m_log.checkpoint(m_state.step);
  if (m_options.group != nullptr) m_options.group->barrier();
  return kept;
}

Result<recipes::TrainingEnd> Trainer::finish(AfterStep reason) {
  if (reason != AfterStep::Stop && reason != AfterStep::NoImprovement &&
      m_state.step % m_recipe.keeping.evaluateEverySteps != 0) {
    if (const Result<AfterStep> then = measureAndKeep(); !then) {
      return tl::unexpected(then.error());
    }
  }
  if (Result<void> kept = checkpoint(); !kept) return tl::unexpected(kept.error());
  recipes::TrainingEnd end;
  end.steps = m_state.step;
  end.seconds = seconds();
  end.bestLoss = m_state.bestLoss;
  switch (reason) {
    case AfterStep::Stop:
      end.reason = recipes::TrainingEndReason::Stopped;
      return end;
    case AfterStep::NoImprovement:
      end.reason = recipes::TrainingEndReason::NoImprovement;
      break;
    case AfterStep::TimeLimit:
      end.reason = recipes::TrainingEndReason::TimeLimit;
      break;
    default:
      break;
  }
  const bool writes = m_options.group == nullptr || m_options.group->rank() == 0;
  if (writes && m_state.bestLoss && m_state.bestStep != m_state.step) {
    if (Result<void> back = m_store.restoreWeights(m_parameters, m_state.bestStep); !back) {
      return tl::unexpected(back.error());
    }
    m_log.note(fmt::format("The weights are those of step {}, which had the lowest held-out loss.",
                           m_state.bestStep));
  }
  return end;
}

recipes::RunPosition Trainer::position() const {
  recipes::RunPosition at;
  at.step = m_state.step;
  at.epoch = m_state.epoch;
  at.epochBatches = m_epochBatches / ranks();
  at.epochs = m_recipe.length.epochs;
  at.steps = m_totalSteps;
  at.share = static_cast<double>(m_state.step) / static_cast<double>(m_totalSteps);
  if (m_recipe.length.minutes) {
    at.share = std::max(at.share, seconds() / (*m_recipe.length.minutes * 60.0));
  }
  return at;
}

double Trainer::seconds() const {
  return m_earlierSeconds + std::chrono::duration<double>(Clock::now() - m_start).count();
}

bool Trainer::isTimeOver() const { return seconds() >= *m_recipe.length.minutes * 60.0; }

}  // namespace molloquy::train
