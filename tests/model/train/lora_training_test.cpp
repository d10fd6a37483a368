#include <torch/torch.h>

#include <ATen/CPUGeneratorImpl.h>

#include <QTemporaryDir>
#include <QTest>

#include "model/base/atomic_file.h"
#include "model/checkpoints/adapter.h"
#include "model/checkpoints/adapter_merge.h"
#include "model/molm/model_folder.h"
#include "model/nn/lora_linear.h"
#include "model/train/answers_objective.h"
#include "model/train/training_run.h"
#include "tests/model/nn/tiny_model.h"
#include "tests/model/train/tiny_training.h"

using namespace molloquy;
namespace fs = std::filesystem;

namespace {

constexpr int kRank = 2;

/// Only the language model's adapters learn; dropout in them alone.
recipes::Recipe adapterRecipe(double dropout) {
  recipes::Recipe recipe = tests::tinyRecipe(recipes::Objective::Answers);
  recipe.parts = {recipes::Learning::Frozen, recipes::Learning::Frozen, recipes::Learning::Frozen,
                  recipes::Learning::Lora};
  recipe.lora = llama::LoraConfig{
      .rank = kRank, .alpha = 4.0, .dropout = dropout, .targets = {"q_proj", "down_proj"}};
  recipe.dropout.reset();
  recipe.schedule.learningRate = 0.05;
  return recipe;
}

double lossOf(train::TrainingObjective& objective, std::uint64_t seed) {
  const torch::NoGradGuard noGrad;
  const auto batch = objective.collate({0, 1, 2}, 1);
  torch::manual_seed(seed);
  train::LossContext context{torch::kCPU, at::make_generator<at::CPUGeneratorImpl>(seed), nullptr};
  return objective.losses(*batch, context).total.item<double>();
}

}  // namespace

class LoraTrainingTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    torch::set_num_threads(1);
    m_folder = std::make_unique<QTemporaryDir>();
    m_root = m_folder->path().toStdString();
    tests::writeTinyData(m_root / "data.safetensors", recipes::Objective::Answers);
  }

  /// As peft begins: A uniform within 1 / sqrt(in), which is Kaiming's bound for a = sqrt(5), and
  /// B zero, so that nothing has changed yet.
  void freshAdaptersChangeNothing() {
    const auto data = readData();
    const auto objective = makeObjective(adapterRecipe(0.0), data);
    int pairs = 0;
    for (const auto& item : objective->module().named_parameters()) {
      if (item.key().ends_with("lora_B.weight")) {
        QVERIFY(item.value().abs().max().item<double>() == 0.0);
        ++pairs;
      } else if (item.key().ends_with("lora_A.weight")) {
        const double bound = 1.0 / std::sqrt(static_cast<double>(item.value().size(1)));
        const double largest = item.value().abs().max().item<double>();
        QVERIFY2(largest <= bound && largest > 0.8 * bound, item.key().c_str());
      }
    }
    QCOMPARE(pairs, 4);
    objective->setTraining(false);
    const double before = lossOf(*objective, 1);
    nn::mergeAdapters(objective->module());
    QCOMPARE(lossOf(*objective, 1), before);
  }

  void dropoutBelongsToTraining() {
    const auto data = readData();
    const auto objective = makeObjective(adapterRecipe(0.5), data);
    fillUp(*objective);
    objective->setTraining(false);
    QCOMPARE(lossOf(*objective, 1), lossOf(*objective, 2));
    objective->setTraining(true);
    QCOMPARE(lossOf(*objective, 1), lossOf(*objective, 1));
    QVERIFY(lossOf(*objective, 1) != lossOf(*objective, 2));
  }

  void onlyAdaptersLearn() {
    const auto data = readData();
    const auto fresh = makeObjective(adapterRecipe(0.1), data);
    train(adapterRecipe(0.1));
    const auto learnt = molm::loadModel(m_root / "run" / "model");
    QVERIFY2(learnt.has_value(), learnt ? "" : learnt.error().message.c_str());
    const auto before = fresh->module().named_parameters();
    int moved = 0;
    for (const auto& item : (*learnt)->named_parameters()) {
      const bool equal = torch::equal(item.value(), before[item.key()]);
      const bool adapter = checkpoints::isAdapterTensor(item.key());
      QVERIFY2(adapter || equal, item.key().c_str());
      moved += adapter && !equal ? 1 : 0;
    }
    QCOMPARE(moved, 8);
  }

  void theAdapterLeavesAsPeftReadsIt() {
    recipes::Recipe recipe = adapterRecipe(0.1);
    train(recipe);
    auto adapter = checkpoints::Adapter::open(m_root / "run" / "adapter");
    QVERIFY2(adapter.has_value(), adapter ? "" : adapter.error().message.c_str());
    QCOMPARE(adapter->config().lora.alpha, 4.0);
    QCOMPARE(adapter->pairs().size(), std::size_t{4});
    const auto learnt = molm::loadModel(m_root / "run" / "model");
    QVERIFY(learnt.has_value());
    const std::string module = "model.layers.1.mlp.down_proj";
    const auto numbers = adapter->numbers(*adapter->find(module)->up);
    QVERIFY(numbers.has_value());
    const auto parameters = (*learnt)->named_parameters();
    const at::Tensor& up = parameters["llm_model." + module + ".lora_B.weight"];
    QVERIFY(torch::equal(torch::tensor(*numbers).view(up.sizes()), up));
  }

  void mergedFoldersAnswerAlike() {
    train(adapterRecipe(0.0));
    const fs::path model = m_root / "run" / "model";
    const auto merged = checkpoints::mergeAdapter({model, model, m_root / "merged"});
    QVERIFY2(merged.has_value(), merged ? "" : merged.error().message.c_str());
    const auto data = readData();
    const auto fresh = makeObjective(adapterRecipe(0.0), data);
    fresh->setTraining(false);
    double losses[2] = {};
    const fs::path folders[2] = {model, m_root / "merged"};
    for (int i = 0; i < 2; ++i) {
      recipes::Recipe recipe = adapterRecipe(0.0);
      recipe.parts.language = recipes::Learning::Frozen;
      recipe.lora.reset();
      const auto loaded = molm::loadModel(folders[i]);
      QVERIFY2(loaded.has_value(), loaded ? "" : loaded.error().message.c_str());
      train::AnswersObjective objective(*loaded, data, recipe);
      objective.setTraining(false);
      losses[i] = lossOf(objective, 1);
    }
    QVERIFY2(std::abs(losses[0] - losses[1]) < 1e-5,
             qPrintable(QString("%1 %2").arg(losses[0], 0, 'g', 9).arg(losses[1], 0, 'g', 9)));
    QVERIFY(std::abs(losses[0] - lossOf(*fresh, 1)) > 1e-3);
  }

 private:
  recipes::PreparedDataset readData() const {
    return *recipes::PreparedDataset::read(m_root / "data.safetensors");
  }

  static std::unique_ptr<train::TrainingObjective> makeObjective(
      const recipes::Recipe& recipe, const recipes::PreparedDataset& data) {
    return *train::makeObjective(recipe, data, torch::kCPU);
  }

  /// B gets numbers, so that the adapters do something.
  static void fillUp(train::TrainingObjective& objective) {
    const torch::NoGradGuard noGrad;
    for (auto& item : objective.module().named_parameters()) {
      if (item.key().ends_with("lora_B.weight")) item.value().normal_(0.0, 0.5);
    }
  }

  void train(const recipes::Recipe& recipe) const {
    QVERIFY(writeFileAtomically(m_root / "tokenizer.model", "pieces").has_value());
    recipes::TrainingJob job;
    job.recipe = recipe;
    job.data = m_root / "data.safetensors";
    job.output = m_root / "run";
    job.companions = {m_root / "tokenizer.model"};
    job.threads = 1;
    const auto end = train::runTraining(job, {}, {});
    QVERIFY2(end.has_value(), end ? "" : end.error().message.c_str());
  }

  std::unique_ptr<QTemporaryDir> m_folder;
  fs::path m_root;
};

QTEST_APPLESS_MAIN(LoraTrainingTest)
#include "lora_training_test.moc"
