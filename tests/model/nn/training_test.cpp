#include <torch/torch.h>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <set>

#include "model/molm/model_folder.h"
#include "model/train/trainer.h"
#include "tests/model/nn/tiny_model.h"

using namespace molloquy;
using namespace molloquy::train;

namespace {

std::vector<TokenId> ids(std::initializer_list<int> values) {
  std::vector<TokenId> list;
  for (const int value : values) list.emplace_back(value);
  return list;
}

/// Chains of different length; the answer counts the atoms: token 8 + n.
PreparedDataset chains() {
  PreparedDataset data({24, TokenId(1), TokenId(2), TokenId(22), TokenId(23)});
  for (int n = 2; n < 8; ++n) {
    StructureRecord record;
    for (int i = 0; i < n; ++i) {
      record.symbols.push_back(i % 2 == 0 ? "C" : "O");
      record.positions.push_back({1.4F * static_cast<float>(i), 0.0F, 0.2F});
    }
    if (!data.addStructure(record, ids({23, 23, 4}))) qFatal("a structure was refused");
    data.addPair(ids({1, 5}), ids({8 + n}));
    data.addPair(ids({1, 6, 7}), ids({8 + n, 3, 8 + n}));
  }
  return data;
}

Recipe tinyRecipe() {
  Recipe recipe;
  recipe.model = tests::tinyConfig();
  recipe.learningRate = 1e-2;
  recipe.warmupSteps = 2;
  recipe.epochs = 40;
  recipe.batchTokens = 64;
  recipe.maxTokens = 32;
  recipe.coordinateNoise = 0.0;
  recipe.heldOutStructures = 1;
  recipe.checkpointEverySteps = 1000;
  return recipe;
}

molm::MoleculeLanguageModel freshModel(const Recipe& recipe) {
  molm::MoleculeLanguageModel model(recipe.model);
  initializeWeights(model, recipe.seed);
  return model;
}

}  // namespace

class TrainingTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { at::set_num_threads(1); }

  void collatedAnswersAreTheOnlyLabels_data() {
    QTest::addColumn<bool>("published");
    QTest::addColumn<int>("learnt");
    QTest::newRow("ours: the answer and an end token") << false << 3;
    QTest::newRow("published: a second begin token and the answer") << true << 3;
  }

  void collatedAnswersAreTheOnlyLabels() {
    QFETCH(bool, published);
    QFETCH(int, learnt);
    molm::Config config = tests::tinyConfig();
    config.answerPrefixBos = published;
    const std::vector<molm::TextSample> samples = {{ids({1, 5, 23, 23}), ids({9, 10})},
                                                   {ids({1, 23, 23}), ids({11})}};
    const molm::TextBatch right = molm::collateText(samples, config, molm::PaddingSide::Right);
    QCOMPARE(right.tokens.size(1), int64_t{7});
    QCOMPARE(right.labels[0].ne(-100).sum().item<int>(), learnt);
    QVERIFY(!right.attend.defined());
    const at::Tensor first = right.targets.narrow(0, 0, 3);
    QVERIFY(at::equal(first, published ? torch::tensor({1, 9, 10}, torch::kInt64)
                                       : torch::tensor({9, 10, 2}, torch::kInt64)));
    const molm::TextBatch left = molm::collateText(samples, config, molm::PaddingSide::Left, 10);
    QCOMPARE(left.tokens[1][0].item<int>(), 22);
    QVERIFY(at::equal(left.targets, right.targets));
    QCOMPARE(left.attend[1].sum().item<int>(), 5);
  }

  void bothPaddingSidesGiveTheSameLoss() {
    const torch::NoGradGuard noGrad;
    auto model = tests::tinyModel();
    const auto two = tests::twoMolecules(model->config().unimol);
    const auto graphs =
        unimol::collateGraphs(two, model->config().unimol, unimol::GraphPadding::ToMultiple);
    const std::vector<molm::TextSample> samples = {{ids({1, 5, 23, 23}), ids({9, 10})},
                                                   {ids({1, 23, 23}), ids({11})}};
    const auto loss = [&](molm::PaddingSide side) {
      return model->loss(graphs, molm::collateText(samples, model->config(), side)).item<double>();
    };
    QVERIFY(std::abs(loss(molm::PaddingSide::Left) - loss(molm::PaddingSide::Right)) < 1e-5);
  }

  void preparedDataComesBackFromItsFile() {
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("data.safetensors").toStdString();
    const PreparedDataset data = chains();
    QVERIFY(data.write(path).has_value());
    const auto read = PreparedDataset::read(path);
    QVERIFY2(read.has_value(), read ? "" : read.error().message.c_str());
    QCOMPARE(read->structureCount(), std::size_t{6});
    QCOMPARE(read->pairCount(), std::size_t{12});
    QVERIFY(read->prompt(3) == ids({1, 6, 7, 23, 23, 4}));
    QVERIFY(read->answer(3) == ids({11, 3, 11}));
    QVERIFY(read->structure(1).symbols == std::vector<std::string>({"C", "O", "C"}));
    const auto positions = read->structure(1).positions;
    QVERIFY(std::abs(positions[2][0] - positions[0][0] - 2.8F) < 0.005F);
  }

  void dataOfAnotherKindIsRefused() {
    const QTemporaryDir folder;
    const auto model = tests::tinyModel();
    QVERIFY(molm::saveModel(model, folder.path().toStdString(), nn::SavedType::Bfloat16));
    const auto read = PreparedDataset::read(folder.filePath("model.safetensors").toStdString());
    QVERIFY(!read.has_value());
    QCOMPARE(read.error().code, ErrorCode::Corrupt);
  }

  void everyPairIsInOneBatchWithinTheBudget() {
    const PreparedDataset data = chains();
    const DataSplit split = splitByStructure(data, 2, 32, 7);
    QCOMPARE(split.heldOut.size(), std::size_t{4});
    QCOMPARE(split.training.size(), std::size_t{8});
    std::multiset<std::size_t> seen;
    for (const BatchIndices& batch : planEpoch(data, split.training, 24, 1)) {
      std::size_t longest = 0;
      for (const std::size_t pair : batch) longest = std::max(longest, data.length(pair) + 1);
      QVERIFY(batch.size() == 1 || longest * batch.size() <= 24);
      seen.insert(batch.begin(), batch.end());
    }
    QVERIFY(seen == std::multiset<std::size_t>(split.training.begin(), split.training.end()));
    for (const std::size_t pair : split.heldOut) QVERIFY(!seen.contains(pair));
  }

  void theLearningRateRisesThenFalls_data() {
    QTest::addColumn<int>("step");
    QTest::addColumn<double>("progress");
    QTest::addColumn<double>("rate");
    QTest::newRow("first step of the warm-up") << 0 << 0.0 << 0.5e-2;
    QTest::newRow("end of the warm-up") << 2 << 0.0 << 1e-2;
    QTest::newRow("half-way") << 50 << 0.5 << 0.5 * (1e-2 + 1e-5);
    QTest::newRow("the end") << 100 << 1.0 << 1e-5;
    QTest::newRow("beyond the end") << 200 << 1.7 << 1e-5;
  }

  void theLearningRateRisesThenFalls() {
    QFETCH(int, step);
    QFETCH(double, progress);
    QFETCH(double, rate);
    QVERIFY(std::abs(learningRateAt(tinyRecipe(), step, progress) - rate) < 1e-9);
  }

  void trainingLearnsAndSaves() {
    const QTemporaryDir folder;
    const PreparedDataset data = chains();
    const Recipe recipe = tinyRecipe();
    RunOptions options;
    options.output = folder.path().toStdString();
    options.bfloat16 = false;
    options.savedType = nn::SavedType::Float32;
    std::vector<std::string> lines;
    options.onLine = [&](const std::string& line) { lines.push_back(line); };
    auto model = freshModel(recipe);
    const DataSplit split = splitByStructure(data, 1, 32, recipe.seed);
    const TrainingBatch all = makeBatch(data, split.training, recipe.model, {}, 0);
    const double before = model->loss(all.graphs, all.text).item<double>();
    Trainer trainer(model, data, recipe, options);
    QVERIFY(trainer.run().has_value());
    auto loaded = molm::loadModel(options.output);
    QVERIFY2(loaded.has_value(), loaded ? "" : loaded.error().message.c_str());
    const double after = (*loaded)->loss(all.graphs, all.text).item<double>();
    QVERIFY2(after < 0.5 * before, qPrintable(QString("%1 -> %2").arg(before).arg(after)));
    QVERIFY(lines.front().find("\"start\"") != std::string::npos);
    QVERIFY(lines.back().find("\"finished\"") != std::string::npos);
    QVERIFY(QFile::exists(folder.filePath("train.jsonl")));
  }

  void frozenPartsKeepTheirWeights() {
    const QTemporaryDir folder;
    const PreparedDataset data = chains();
    Recipe recipe = tinyRecipe();
    recipe.epochs = 1;
    recipe.parts.language = false;
    recipe.parts.encoder = false;
    RunOptions options;
    options.output = folder.path().toStdString();
    options.savedType = nn::SavedType::Float32;
    auto model = freshModel(recipe);
    Trainer(model, data, recipe, options).run();
    const auto fresh = freshModel(recipe);
    const auto before = fresh->named_parameters();
    for (const auto& parameter : model->named_parameters()) {
      const bool frozen = parameter.key().starts_with("llm_model.") ||
                          parameter.key().starts_with("graph_encoder.");
      if (frozen) QVERIFY(at::equal(parameter.value(), before[parameter.key()]));
    }
    QVERIFY(!at::equal(model->queryTokens(), fresh->queryTokens()));
  }
};

QTEST_APPLESS_MAIN(TrainingTest)
#include "training_test.moc"
