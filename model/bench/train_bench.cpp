#include "model/bench/train_bench.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>
#include <fmt/format.h>
#include <torch/torch.h>

#include "model/bench/measure.h"
#include "model/bench/peak_memory.h"
#include "model/bench/scratch_folder.h"
#include "model/bench/train_subjects.h"
#include "model/train/batch_loader.h"
#include "model/train/learned_parameters.h"
#include "model/train/training_run.h"

namespace molloquy::bench {
namespace {

/// One way of computing a step.
struct Variant {
  recipes::NumberType numbers;
  recipes::Activations activations;

  [[nodiscard]] std::string text() const {
    return fmt::format("{}{}", numbers == recipes::NumberType::Bfloat16 ? "bf16" : "f32",
                       activations == recipes::Activations::Recompute ? ", recomputed" : "");
  }
};

constexpr std::array<Variant, 4> kVariants = {
    {{recipes::NumberType::Float32, recipes::Activations::Keep},
     {recipes::NumberType::Float32, recipes::Activations::Recompute},
     {recipes::NumberType::Bfloat16, recipes::Activations::Keep},
     {recipes::NumberType::Bfloat16, recipes::Activations::Recompute}}};

/// Operations a second of libtorch's own product of two large squares.
double productRate(recipes::NumberType numbers, int threads) {
  constexpr int64_t kSide = 1024;
  const auto type = numbers == recipes::NumberType::Bfloat16 ? torch::kBFloat16 : torch::kFloat;
  const at::Tensor a = torch::ones({kSide, kSide}, type);
  const at::Tensor b = torch::ones({kSide, kSide}, type);
  double best = 0.0;
  for (int run = 0; run < 3; ++run) {
    const Time time = timed([&] { at::mm(a, b); });
    best = std::max(best, 2.0 * kSide * kSide * kSide / time.counted(threads));
  }
  return best;
}

/// A network in training, ready for its next update.
class Updates {
 public:
  static Result<Updates> start(const TrainSubject& subject, const Variant& variant,
                               const recipes::PreparedDataset& data) {
    recipes::Recipe recipe = subject.recipe;
    recipe.numbers = variant.numbers;
    recipe.activations = variant.activations;
    auto objective = train::makeObjective(recipe, data, at::kCPU);
    if (!objective) return tl::unexpected(objective.error());
    return Updates(*std::move(objective), recipe);
  }

  /// Loss, gradient and new weights.
  void update(const train::MicroBatch& batch) {
    constexpr double kRate = 1e-5;
    train::LossContext context;
    context.generator = at::make_generator<at::CPUGeneratorImpl>(7);
    m_objective->losses(batch, context).total.backward();
    m_parameters->step(kRate);
  }

  [[nodiscard]] const train::TrainingObjective& objective() const { return *m_objective; }

 private:
  Updates(std::unique_ptr<train::TrainingObjective> objective, const recipes::Recipe& recipe)
      : m_objective(std::move(objective)),
        m_parameters(std::make_unique<train::LearnedParameters>(*m_objective, recipe.optimizer)) {
    m_objective->setTraining(true);
  }

  std::unique_ptr<train::TrainingObjective> m_objective;
  std::unique_ptr<train::LearnedParameters> m_parameters;
};

/// What updates with a loader beside them spend waiting for it, of their time.
double waitingShare(Updates& updates, const TrainSubject& subject) {
  constexpr std::size_t kUpdates = 2;
  std::vector<train::PlannedBatch> plan(kUpdates, {subject.examples, 1});
  train::BatchLoader loader(updates.objective(), plan, {});
  const Time time = timed([&] {
    while (loader.taken() < loader.size()) updates.update(*loader.next());
  });
  return loader.secondsWaited() / time.wall;
}

Result<void> measure(const TrainSubject& subject, const Variant& variant,
                     const recipes::PreparedDataset& data, const Options& options, Probes& probes,
                     const OnRow& onRow, const std::stop_token& stop) {
  Result<Updates> updates = Updates::start(subject, variant, data);
  if (!updates) return tl::unexpected(updates.error());
  const auto batch = updates->objective().collate(subject.examples, 1);
  updates->update(*batch);  // makes the optimizer's moments
  const PeakMemory memory;
  updates->update(*batch);
  const std::uintmax_t growth = memory.growth();
  std::vector<double> seconds, peaks, products;
  for (int run = 0; run < options.repeats && !stop.stop_requested(); ++run) {
    peaks.push_back(probes.peakOperations());
    products.push_back(productRate(variant.numbers, options.threads));
    const Time time = timed([&] { updates->update(*batch); });
    seconds.push_back(time.counted(options.threads));
  }
  if (stop.stop_requested()) return {};
  const double took = median(seconds);
  const double rate = updates->objective().flops(*batch) / took;
  Row row;
  row.what = fmt::format("{} {} {}", options.shape, subject.name, variant.text());
  row.unit = "tokens";
  row.seconds = took;
  row.perSecond = static_cast<double>(batch->tokens) / took;
  row.gigaflops = rate / 1e9;
  row.limit = fmt::format("peak {:.0f} GFLOP/s", median(peaks) / 1e9);
  row.ratio = rate / median(peaks);
  row.note = fmt::format(
      "{:.2f} of libtorch's products; {:.1f} molecules/s; {:.0f} MB more at the peak; {:.1f} % "
      "waiting for batches",
      rate / median(products), static_cast<double>(batch->molecules) / took,
      static_cast<double>(growth) / 1e6, 100.0 * waitingShare(*updates, subject));
  onRow(row);
  return {};
}

}  // namespace

Result<void> benchTrain(const Options& options, const OnRow& onRow, std::stop_token stop) {
  at::set_num_threads(options.threads);
  const Result<ScratchFolder> folder = ScratchFolder::make(options.scratch);
  if (!folder) return tl::unexpected(folder.error());
  const auto subjects = trainSubjects(options.shape, folder->path());
  if (!subjects) return tl::unexpected(subjects.error());
  Probes probes(options.threads);
  for (const TrainSubject& subject : *subjects) {
    const auto data = recipes::PreparedDataset::read(subject.data);
    if (!data) return tl::unexpected(data.error());
    for (const Variant& variant : kVariants) {
      if (stop.stop_requested()) return {};
      const Result<void> done = measure(subject, variant, *data, options, probes, onRow, stop);
      if (!done) return done;
    }
  }
  return {};
}

}  // namespace molloquy::bench
