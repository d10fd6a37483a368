#include <ATen/CPUGeneratorImpl.h>
#include <torch/torch.h>

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>
#include <map>

#include "model/checkpoints/safetensors.h"
#include "model/molm/stage1_model.h"
#include "model/nn/weights.h"
#include "model/qformer/graph_mask.h"
#include "model/recipes/example_order.h"
#include "model/recipes/schedule.h"
#include "model/train/learned_parameters.h"
#include "model/train/structure_batch.h"
#include "model/train/trainer.h"
#include "model/train/training_run.h"
#include "tests/model/train/rank_processes.h"
#include "tests/model/train/tiny_training.h"

using namespace molloquy;
using tests::RankProcesses;
using tests::tell;
namespace fs = std::filesystem;

namespace {

constexpr int kFailed = 7;
constexpr double kTolerance = 1e-5;

recipes::Objective objectiveNamed(const QString& name) {
  return name == "representation" ? recipes::Objective::Representation
                                  : recipes::Objective::Answers;
}

/// part  "answers ACCUMULATE STEPS FOLDER": trains in FOLDER/rankR on FOLDER/data.safetensors.
int playPart(const QString& part, const recipes::World& world) {
  const fs::path folder = part.section(' ', 3).toStdString();
  recipes::TrainingJob job;
  job.recipe = tests::tinyRecipe(objectiveNamed(part.section(' ', 0, 0)));
  job.recipe.batch.accumulate = part.section(' ', 1, 1).toInt();
  job.recipe.length.maxSteps = part.section(' ', 2, 2).toInt();
  job.recipe.length.epochs = static_cast<int>(job.recipe.length.maxSteps);
  job.data = folder / "data.safetensors";
  job.output = folder / ("rank" + std::to_string(world.rank));
  job.threads = 1;
  job.world = world;
  recipes::TrainingObserver observer;
  observer.onProgress = [](const recipes::TrainingProgress& progress) {
    tell(QString("step %1 %2 %3")
             .arg(progress.step)
             .arg(progress.loss, 0, 'g', 17)
             .arg(progress.gradientNorm, 0, 'g', 17)
             .toStdString());
  };
  const auto end = train::runTraining(job, observer, {});
  if (end) return 0;
  tell(end.error().message);
  return kFailed;
}

/// Loss and gradient norm of every step that rank 0 told.
std::vector<std::pair<double, double>> stepsOf(const QByteArray& output) {
  std::vector<std::pair<double, double>> steps;
  for (const QByteArray& line : output.split('\n')) {
    const QList<QByteArray> words = line.split(' ');
    if (words.size() == 4 && words[0] == "step") {
      steps.emplace_back(words[2].toDouble(), words[3].toDouble());
    }
  }
  return steps;
}

using Weights = std::map<std::string, at::Tensor>;

Weights weightsIn(const fs::path& file) {
  Weights weights;
  const auto stored = checkpoints::SafetensorsFile::open(file);
  if (!stored) return weights;
  for (const auto& entry : stored->entries()) {
    weights[entry.name] = nn::tensorView(*stored, entry).clone();
  }
  return weights;
}

double largestDifference(const Weights& a, const Weights& b) {
  double largest = a.size() == b.size() && !a.empty() ? 0.0 : 1e30;
  for (const auto& [name, tensor] : a) {
    const auto other = b.find(name);
    if (other == b.end()) return 1e30;
    largest = std::max(largest, (tensor - other->second).abs().max().item<double>());
  }
  return largest;
}

/// Stage 1 as several processes learn it, computed in this one: every micro-batch of an update
/// compares its pairs with the features of all of them, which carry no gradient.
class SideBySide {
 public:
  SideBySide(const fs::path& data, int processes)
      : m_recipe(tests::tinyRecipe(recipes::Objective::Representation)),
        m_data(*recipes::PreparedDataset::read(data)),
        m_objective(*train::makeObjective(m_recipe, m_data, torch::kCPU)),
        m_model(dynamic_cast<molm::Stage1ModelImpl&>(m_objective->module())),
        m_parameters(*m_objective, m_recipe.optimizer),
        m_processes(processes) {
    m_objective->setTraining(true);
  }

  /// One update; the mean loss and the gradient's norm.
  std::pair<double, double> update() {
    if (m_next + m_processes > static_cast<int>(plan().size())) {
      ++m_epoch;
      m_next = 0;
    }
    const torch::NoGradGuard noGrad;
    std::vector<at::Tensor> graphs;
    std::vector<at::Tensor> texts;
    for (int rank = 0; rank < m_processes; ++rank) {
      losses(rank, 0, [&](const molm::Stage1Features& own) {
        graphs.push_back(own.graphs.detach());
        texts.push_back(own.texts.detach());
        return own;
      });
    }
    const molm::Stage1Features all{torch::cat(graphs), torch::cat(texts)};
    double sum = 0.0;
    for (int rank = 0; rank < m_processes; ++rank) {
      const torch::AutoGradMode gradients(true);
      const at::Tensor loss = losses(rank, rank, [&](const molm::Stage1Features&) { return all; });
      loss.backward();
      sum += loss.item<double>();
    }
    m_next += m_processes;
    m_parameters.average(nullptr, m_processes);
    recipes::RunPosition position;
    position.step = m_steps++;
    const at::Tensor norm = m_parameters.step(recipes::learningRateAt(m_recipe.schedule, position));
    return {sum / m_processes, norm.item<double>()};
  }

  Weights weights() const {
    Weights weights;
    for (const auto& item : m_model.named_parameters()) {
      weights[item.key()] = item.value().detach().clone();
    }
    return weights;
  }

 private:
  std::vector<recipes::BatchIndices> plan() const {
    return recipes::planEpoch(m_data, recipes::examplesOf(m_data, recipes::PreparedSplit::Training),
                              m_recipe.batch, m_recipe.seed, m_epoch);
  }

  /// batchesBefore  in what is gathered.
  at::Tensor losses(int rank, int batchesBefore, const molm::Stage1ModelImpl::Gather& gather) {
    const std::int64_t index = m_next + rank;
    const std::uint64_t seed = train::batchSeed(m_recipe.seed, m_epoch, index);
    const recipes::BatchIndices examples = plan()[static_cast<std::size_t>(index)];
    const molm::Stage1Config& config = m_model.config();
    molm::Stage1ModelImpl::LossInput input;
    input.graphs = train::structureBatch(
        m_data, examples, config.unimol,
        {qformer::paddingFor(config.graphMask), m_recipe.coordinateNoise}, seed);
    input.text = textRows(examples, config.pretraining.textMaxLength);
    input.generator = at::make_generator<at::CPUGeneratorImpl>(seed);
    input.gather = gather;
    input.firstPair = batchesBefore * static_cast<std::int64_t>(examples.size());
    torch::manual_seed(seed);
    const molm::Stage1Losses parts = m_model.losses(input);
    return parts.contrast + parts.matching + parts.captioning;
  }

  [[nodiscard]] molm::TextRows textRows(const recipes::BatchIndices& examples, int width) const {
    molm::TextRows rows;
    rows.ids = torch::zeros({static_cast<int64_t>(examples.size()), width}, torch::kInt64);
    for (std::size_t b = 0; b < examples.size(); ++b) {
      const std::vector<TokenId> words = m_data.answer(examples[b]);
      for (std::size_t t = 0; t < words.size(); ++t) {
        rows.ids[static_cast<int64_t>(b)][static_cast<int64_t>(t)] = words[t].value;
      }
    }
    rows.attend = rows.ids.ne(0).to(torch::kInt64);
    return rows;
  }

  recipes::Recipe m_recipe;
  recipes::PreparedDataset m_data;
  std::unique_ptr<train::TrainingObjective> m_objective;
  molm::Stage1ModelImpl& m_model;
  train::LearnedParameters m_parameters;
  int m_processes;
  int m_epoch = 0;
  int m_next = 0;
  std::int64_t m_steps = 0;
};

}  // namespace

class ParallelTrainingTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    torch::set_num_threads(1);
    m_folder = std::make_unique<QTemporaryDir>();
    m_root = m_folder->path().toStdString();
  }

  void processesLearnWhatOneLearns_data() {
    QTest::addColumn<int>("processes");
    QTest::newRow("two processes") << 2;
    QTest::newRow("four processes") << 4;
  }

  /// Losses, gradient norms and weights of W processes are those of one that accumulates W
  /// micro-batches before each update.
  void processesLearnWhatOneLearns() {
    QFETCH(int, processes);
    tests::writeTinyData(m_root / "data.safetensors", recipes::Objective::Answers);
    const auto several = train("answers", processes, 1, kSteps);
    const Weights learnt = weightsIn(m_root / "rank0" / "model" / "model.safetensors");
    fs::remove_all(m_root / "rank0");
    const auto alone = train("answers", 1, processes, kSteps);
    QCOMPARE(several.size(), std::size_t{kSteps});
    checkEqual(several, alone);
    const Weights expected = weightsIn(m_root / "rank0" / "model" / "model.safetensors");
    QVERIFY2(largestDifference(learnt, expected) < kTolerance,
             qPrintable(QString::number(largestDifference(learnt, expected))));
  }

  void contrastSeesThePairsOfAllProcesses_data() { processesLearnWhatOneLearns_data(); }

  void contrastSeesThePairsOfAllProcesses() {
    QFETCH(int, processes);
    tests::writeTinyData(m_root / "data.safetensors", recipes::Objective::Representation);
    const auto several = train("representation", processes, 1, kSteps);
    const fs::path model = m_root / "rank0" / "model";
    Weights learnt = weightsIn(model / "stage1.safetensors");
    learnt.merge(weightsIn(model / "model.safetensors"));
    SideBySide reference(m_root / "data.safetensors", processes);
    std::vector<std::pair<double, double>> expected;
    for (int step = 0; step < kSteps; ++step) expected.push_back(reference.update());
    QCOMPARE(several.size(), std::size_t{kSteps});
    checkEqual(several, expected);
    QVERIFY2(largestDifference(learnt, reference.weights()) < kTolerance,
             qPrintable(QString::number(largestDifference(learnt, reference.weights()))));
  }

  void onlyRankZeroWrites() {
    tests::writeTinyData(m_root / "data.safetensors", recipes::Objective::Answers);
    train("answers", 2, 1, kSteps);
    QVERIFY(fs::exists(m_root / "rank0" / "train.jsonl"));
    for (const auto& entry : fs::recursive_directory_iterator(m_root / "rank1")) {
      QVERIFY2(entry.is_directory(), entry.path().c_str());
    }
  }

  void aKilledProcessEndsTheTraining() {
    tests::writeTinyData(m_root / "data.safetensors", recipes::Objective::Answers);
    constexpr int kForever = 1'000'000;
    RankProcesses ranks(part("answers", 1, kForever), 3);
    QVERIFY2(ranks.waitForOutput(0, "step 2 "), ranks.output(0).constData());
    QElapsedTimer time;
    time.start();
    ranks.rank(1).kill();
    for (const int rank : {0, 2}) {
      QCOMPARE(ranks.exitCode(rank), kFailed);
      const QByteArray sentence =
          QString("Rank %1 of 3 cannot go on: rank 1 ended").arg(rank).toUtf8();
      QVERIFY2(ranks.output(rank).contains(sentence), ranks.output(rank).right(400).constData());
    }
    QVERIFY2(time.elapsed() < 15'000, qPrintable(QString::number(time.elapsed())));
  }

 private:
  static constexpr int kSteps = 5;

  [[nodiscard]] QString part(const QString& objective, int accumulate, int steps) const {
    return QString("%1 %2 %3 %4")
        .arg(objective)
        .arg(accumulate)
        .arg(steps)
        .arg(QString::fromStdString(m_root.string()));
  }

  /// What rank 0 told of every step; empty when a process failed.
  std::vector<std::pair<double, double>> train(const QString& objective, int processes,
                                               int accumulate, int steps) const {
    RankProcesses ranks(part(objective, accumulate, steps), processes);
    for (int rank = 0; rank < processes; ++rank) {
      if (ranks.exitCode(rank) == 0) continue;
      qWarning("rank %d: %s", rank, ranks.output(rank).constData());
      return {};
    }
    return stepsOf(ranks.output(0));
  }

  static void checkEqual(const std::vector<std::pair<double, double>>& steps,
                         const std::vector<std::pair<double, double>>& expected) {
    QCOMPARE(steps.size(), expected.size());
    for (std::size_t i = 0; i < steps.size(); ++i) {
      const double loss = std::abs(steps[i].first - expected[i].first);
      const double norm = std::abs(steps[i].second / expected[i].second - 1.0);
      const QString text = QString("step %1: loss %2 off by %3, gradient norm by %4 of it")
                               .arg(i + 1)
                               .arg(expected[i].first)
                               .arg(loss)
                               .arg(norm);
      QVERIFY2(loss < kTolerance && norm < kTolerance, qPrintable(text));
    }
    QVERIFY(std::abs(expected.front().first - expected.back().first) > 100 * kTolerance);
  }

  std::unique_ptr<QTemporaryDir> m_folder;
  fs::path m_root;
};

int main(int argc, char** argv) {
  if (const QString part = tests::partOf(argc, argv); !part.isEmpty()) {
    return playPart(part, tests::worldOf(argc, argv));
  }
  const QCoreApplication application(argc, argv);
  ParallelTrainingTest test;
  return QTest::qExec(&test, argc, argv);
}

#include "parallel_training_test.moc"
