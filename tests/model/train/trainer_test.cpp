#include <torch/torch.h>

#include <QTest>
#include <cmath>

#include "model/base/atomic_file.h"
#include "model/checkpoints/adapter.h"
#include "model/checkpoints/hf_config.h"
#include "model/molm/model_folder.h"
#include "model/molm/stage1_folder.h"
#include "tests/model/nn/tiny_model.h"
#include "tests/model/recipes/chains.h"
#include "tests/model/train/training_folder.h"

using namespace molloquy;
using namespace molloquy::recipes;
using tests::TrainingFolder;
namespace fs = std::filesystem;

namespace {

std::vector<std::string> checkpointsIn(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder / "checkpoints")) {
    names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

void addObjectives() {
  QTest::addColumn<int>("objective");
  QTest::newRow("stage 1") << static_cast<int>(Objective::Representation);
  QTest::newRow("answers") << static_cast<int>(Objective::Answers);
  QTest::newRow("text") << static_cast<int>(Objective::Text);
  QTest::newRow("denoising") << static_cast<int>(Objective::Denoising);
}

}  // namespace

#define VERIFY_RESULT(result) \
  QVERIFY2((result).has_value(), (result) ? "" : (result).error().toString().c_str())

class TrainerTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aResumedRunEqualsTheUninterruptedOne_data() { addObjectives(); }

  void aResumedRunEqualsTheUninterruptedOne() {
    QFETCH(int, objective);
    TrainingFolder folder(static_cast<Objective>(objective));
    const auto whole = folder.train("whole", Existing::Refuse);
    VERIFY_RESULT(whole);
    QVERIFY(whole->reason == TrainingEndReason::Finished);
    const auto progress = folder.progress;
    QCOMPARE(static_cast<std::int64_t>(progress.size()), whole->steps);

    // Twice interrupted: within an epoch, and later again.
    auto part = folder.train("parts", Existing::Refuse, 3);
    VERIFY_RESULT(part);
    QVERIFY(part->reason == TrainingEndReason::Stopped);
    QCOMPARE(part->steps, std::int64_t{3});
    QVERIFY(!fs::exists(folder.path("parts") / "model"));
    part = folder.train("parts", Existing::Resume, 6);
    VERIFY_RESULT(part);
    QCOMPARE(folder.progress.front().step, std::int64_t{4});
    QCOMPARE(folder.progress.front().loss, progress[3].loss);
    part = folder.train("parts", Existing::Resume);
    VERIFY_RESULT(part);
    QCOMPARE(part->steps, whole->steps);
    QCOMPARE(folder.progress.back().loss, progress.back().loss);
    const std::string learned = tests::newestLearned(folder.path("whole"));
    QVERIFY(!learned.empty());
    QVERIFY2(tests::newestLearned(folder.path("parts")) == learned,
             "weights and moments differ from those of the uninterrupted run");
  }

  void everyObjectiveLearns_data() { addObjectives(); }

  void everyObjectiveLearns() {
    QFETCH(int, objective);
    TrainingFolder folder(static_cast<Objective>(objective));
    folder.job.recipe.length.epochs = 40;
    folder.job.recipe.dropout = 0.0;
    folder.job.recipe.schedule.learningRate = 1e-2;
    folder.job.recipe.keeping.evaluateEverySteps = 1000;
    VERIFY_RESULT(folder.train("run", Existing::Refuse));
    const auto mean = [&](std::size_t from, std::size_t to) {
      double sum = 0;
      for (std::size_t i = from; i < to; ++i) sum += folder.progress[i].loss;
      return sum / static_cast<double>(to - from);
    };
    const std::size_t count = folder.progress.size();
    const double before = mean(0, 4);
    const double after = mean(count - 4, count);
    QVERIFY2(after < 0.85 * before, qPrintable(QString("%1 -> %2").arg(before).arg(after)));
    QVERIFY(fs::exists(folder.path("run") / "model" / "model.safetensors"));
    QVERIFY(fs::exists(folder.path("run") / "train.jsonl"));
  }

  void theSavedModelIsTheTrainedOne() {
    TrainingFolder folder(Objective::Answers);
    const auto end = folder.train("run", Existing::Refuse);
    VERIFY_RESULT(end);
    const auto loaded = molm::loadModel(end->model);
    VERIFY_RESULT(loaded);
    QCOMPARE((*loaded)->config().llama.vocab, 24);
    // Saved at the best measurement: the loss is found again.
    folder.job.recipe.start.folder = end->model.string();
    folder.job.recipe.model = {};
    folder.job.recipe.schedule.learningRate = 1e-12;
    folder.job.recipe.schedule.warmupLearningRate = 0;
    folder.job.recipe.schedule.minLearningRate = 0;
    folder.job.recipe.optimizer.weightDecay = 0;
    folder.job.recipe.keeping.evaluateEverySteps = 1;
    folder.job.recipe.length.maxSteps = 1;
    VERIFY_RESULT(folder.train("again", Existing::Refuse));
    QVERIFY(std::abs(folder.measured.front().loss - *end->bestLoss) < 1e-5);
  }

  void theStage1FolderLoads() {
    TrainingFolder folder(Objective::Representation);
    const auto end = folder.train("run", Existing::Refuse);
    VERIFY_RESULT(end);
    VERIFY_RESULT(molm::loadStage1(end->model));
  }

  void restingPartsKeepTheirWeights() {
    TrainingFolder folder(Objective::Answers);
    Recipe& recipe = folder.job.recipe;
    recipe.parts = {Learning::Frozen, Learning::Full, Learning::Full, Learning::Lora};
    recipe.lora = llama::LoraConfig{.rank = 2, .alpha = 4, .dropout = 0.0, .targets = {"q_proj"}};
    recipe.length.maxSteps = 3;
    const auto end = folder.train("run", Existing::Refuse);
    VERIFY_RESULT(end);
    const auto data = PreparedDataset::read(folder.job.data);
    VERIFY_RESULT(data);
    auto fresh = train::makeObjective(recipe, *data, at::kCPU);
    VERIFY_RESULT(fresh);
    const auto trained = molm::loadModel(end->model);
    VERIFY_RESULT(trained);
    const auto before = (*fresh)->module().named_parameters();
    int moved = 0;
    for (const auto& item : (*trained)->named_parameters()) {
      const bool adapter = item.key().find(".lora_") != std::string::npos;
      const bool rests = item.key().starts_with("graph_encoder.") ||
                         (item.key().starts_with("llm_model.") && !adapter);
      const bool same = at::equal(item.value(), before[item.key()]);
      if (rests) QVERIFY2(same, item.key().c_str());
      if (item.key().ends_with("lora_B.weight") && !same) ++moved;
    }
    QCOMPARE(moved, 2);
    QVERIFY(fs::exists(folder.path("run") / "adapter" / "adapter_model.safetensors"));
  }

  void adaptersOfALanguageModelAreWrittenAloneAndMerged() {
    TrainingFolder folder(Objective::Text);
    folder.job.companions = {folder.path("tokenizer.model")};
    QVERIFY(writeFileAtomically(folder.job.companions.front(), "pieces").has_value());
    const auto base = folder.train("base", Existing::Refuse);
    VERIFY_RESULT(base);
    Recipe& recipe = folder.job.recipe;
    recipe.model = {};
    recipe.start.folder = base->model.string();
    recipe.parts.language = Learning::Lora;
    recipe.lora =
        llama::LoraConfig{.rank = 2, .alpha = 4, .dropout = 0.0, .targets = {"q_proj", "up_proj"}};
    const auto adapted = folder.train("adapted", Existing::Refuse);
    VERIFY_RESULT(adapted);
    const auto adapter = checkpoints::Adapter::open(folder.path("adapted") / "adapter");
    VERIFY_RESULT(adapter);
    QCOMPARE(adapter->pairs().size(), std::size_t{4});
    const auto merged = checkpoints::readHfConfig(adapted->model);
    VERIFY_RESULT(merged);
    QCOMPARE(merged->llama.vocab, 24);
    // The merged model starts where the adapted one ended: the best held-out loss is found again.
    recipe.start.folder = adapted->model.string();
    recipe.parts.language = Learning::Full;
    recipe.lora.reset();
    recipe.schedule = {.kind = ScheduleKind::Constant, .learningRate = 1e-12};
    recipe.optimizer.weightDecay = 0;
    recipe.keeping.evaluateEverySteps = 1;
    recipe.length.maxSteps = 1;
    VERIFY_RESULT(folder.train("again", Existing::Refuse));
    QVERIFY(std::abs(folder.measured.front().loss - *adapted->bestLoss) < 1e-5);
  }

  void oldCheckpointsGoButTheBestStays() {
    TrainingFolder folder(Objective::Answers);
    folder.job.recipe.length.epochs = 12;
    folder.job.recipe.keeping.checkpointEverySteps = 1;
    folder.job.recipe.keeping.evaluateEverySteps = 5;
    // The first measurement is the best: the rate then turns the weights upside down.
    folder.job.recipe.schedule = {.kind = ScheduleKind::Constant,
                                  .learningRate = 3.0,
                                  .warmupLearningRate = 1e-4,
                                  .warmupSteps = 1000000};
    folder.job.recipe.schedule.warmupSteps = 60;
    const auto end = folder.train("run", Existing::Refuse);
    VERIFY_RESULT(end);
    const auto names = checkpointsIn(folder.path("run"));
    QVERIFY2(names.size() == 2 || names.size() == 3, std::to_string(names.size()).c_str());
    const auto best =
        std::min_element(folder.measured.begin(), folder.measured.end(),
                         [](const auto& a, const auto& b) { return a.loss < b.loss; });
    const std::string bestName =
        QString("step-%1").arg(best->step, 8, 10, QChar('0')).toStdString();
    QVERIFY(std::find(names.begin(), names.end(), bestName) != names.end());
    QVERIFY(best->best);
  }

  void patienceEndsARunThatGetsNoBetter() {
    TrainingFolder folder(Objective::Answers);
    folder.job.recipe.length.epochs = 200;
    folder.job.recipe.keeping.evaluateEverySteps = 1;
    folder.job.recipe.keeping.patience = 3;
    folder.job.recipe.schedule = {.kind = ScheduleKind::Constant, .learningRate = 0.5};
    const auto end = folder.train("run", Existing::Refuse);
    VERIFY_RESULT(end);
    QVERIFY(end->reason == TrainingEndReason::NoImprovement);
    QVERIFY(fs::exists(end->model / "model.safetensors"));
  }

  void aTimeLimitEndsTheRun() {
    TrainingFolder folder(Objective::Answers);
    folder.job.recipe.length.epochs = 1000000;
    folder.job.recipe.length.minutes = 0.002;
    const auto end = folder.train("run", Existing::Refuse);
    VERIFY_RESULT(end);
    QVERIFY(end->reason == TrainingEndReason::TimeLimit);
  }

  void earlierRunsAreNotWrittenOver_data() {
    QTest::addColumn<int>("existing");
    QTest::addColumn<QString>("change");
    QTest::addColumn<QString>("message");
    const auto row = [](const char* name, Existing existing, const char* change,
                        const char* message) {
      QTest::newRow(name) << static_cast<int>(existing) << QString(change) << QString(message);
    };
    row("without a word about it", Existing::Refuse, "", "holds a training run already");
    row("with another learning rate", Existing::Resume, "rate", "learning_rate");
    row("with other data", Existing::Resume, "data", "data was \"chains\" and is \"other\"");
    row("with other sizes", Existing::Resume, "sizes", "ffn_dim was 32 and is 48");
    row("started over", Existing::StartOver, "rate", "");
  }

  void earlierRunsAreNotWrittenOver() {
    QFETCH(int, existing);
    QFETCH(QString, change);
    QFETCH(QString, message);
    TrainingFolder folder(Objective::Denoising);
    folder.job.recipe.length.maxSteps = 2;
    VERIFY_RESULT(folder.train("run", Existing::Refuse));
    if (change == "rate") folder.job.recipe.schedule.learningRate = 1e-3;
    if (change == "sizes")
      folder.job.recipe.model = [] {
        unimol::Config config = tests::tinyConfig().unimol;
        config.ffnDim = 48;
        return config;
      }();
    if (change == "data") QVERIFY(tests::chainBuilder().write(folder.job.data, "other"));
    const auto again = folder.train("run", static_cast<Existing>(existing));
    if (message.isEmpty()) {
      VERIFY_RESULT(again);
      QCOMPARE(folder.progress.front().step, std::int64_t{1});
      return;
    }
    QVERIFY(!again.has_value());
    QVERIFY2(
        again.error().message.find(message.toStdString()) != std::string::npos || change == "data",
        again.error().message.c_str());
  }

  void jobsThatCannotRunSayWhy_data() {
    QTest::addColumn<QString>("fault");
    QTest::addColumn<QString>("message");
    QTest::newRow("no data") << "missing"
                             << "data";
    QTest::newRow("a vocabulary smaller than the data's") << "vocabulary"
                                                          << "tokens";
    QTest::newRow("a folder to start from that is not there") << "start"
                                                              << "nowhere";
    QTest::newRow("a device that is not known") << "device"
                                                << "abacus";
    QTest::newRow("pairs in unequal batches for several processes") << "pairs"
                                                                    << "batch.examples";
    QTest::newRow("a rate that tears the weights apart") << "rate"
                                                         << "learning_rate";
  }

  void jobsThatCannotRunSayWhy() {
    QFETCH(QString, fault);
    QFETCH(QString, message);
    TrainingFolder folder(Objective::Answers);
    Recipe& recipe = folder.job.recipe;
    if (fault == "missing") folder.job.data = folder.path("no-data.safetensors");
    if (fault == "vocabulary") std::get<molm::Config>(recipe.model).llama.vocab = 23;
    if (fault == "start") recipe.start.folder = folder.path("nowhere").string();
    if (fault == "device") folder.job.device = "abacus";
    if (fault == "pairs") {
      recipe.objective = Objective::Representation;
      recipe.batch.examples = 0;
      folder.job.world.size = 2;
    }
    if (fault == "rate") {
      recipe.optimizer.clipNorm = 0;
      recipe.schedule = {.kind = ScheduleKind::Constant, .learningRate = 1e30};
    }
    const auto end = folder.train("run", Existing::Refuse);
    QVERIFY(!end.has_value());
    QVERIFY2(end.error().toString().find(message.toStdString()) != std::string::npos,
             end.error().toString().c_str());
    QVERIFY(!fs::exists(folder.path("run") / "model"));
  }

  void whatAKilledRunLeftHalfWrittenIsCleared() {
    TrainingFolder folder(Objective::Denoising);
    folder.job.recipe.length.maxSteps = 2;
    const fs::path partial = folder.path("run") / "checkpoints" / "step-00000001.partial";
    fs::create_directories(partial);
    QVERIFY(writeFileAtomically(partial / "learned.safetensors", "half").has_value());
    VERIFY_RESULT(folder.train("run", Existing::Resume));
    QVERIFY(!fs::exists(partial));
  }

  void aDryRunCountsMeasuresAndShowsTheBatch() {
    TrainingFolder folder(Objective::Answers);
    folder.job.output = folder.path("never");
    const auto run = train::dryRun(folder.job);
    VERIFY_RESULT(run);
    QCOMPARE(run->trainingExamples, std::size_t{10});
    QCOMPARE(run->heldOutExamples, std::size_t{2});
    QCOMPARE(run->steps, std::int64_t{8});
    QVERIFY(run->secondsPerStep > 0 && run->flopsPerStep > 0);
    QCOMPARE(run->batch.size(), std::size_t{3});
    const FedExample& first = run->batch.front();
    QCOMPARE(first.tokens.size(), first.labels.size());
    QCOMPARE(first.tokens.size(), first.attend.size());
    for (std::size_t i = 0; i < first.labels.size(); ++i) {
      QVERIFY(first.labels[i] == -100 || first.labels[i] == first.tokens[i]);
    }
    QVERIFY(first.labels.front() == -100);
    QVERIFY(!fs::exists(folder.path("never")));
  }
};

QTEST_GUILESS_MAIN(TrainerTest)
#include "trainer_test.moc"
