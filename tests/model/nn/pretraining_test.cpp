#include <torch/torch.h>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "model/checkpoints/expected_tensors.h"
#include "model/checkpoints/published_sizes.h"
#include "model/nn/weights.h"
#include "model/train/denoising_objective.h"
#include "model/train/initialize.h"
#include "tests/model/nn/tiny_model.h"

using namespace molloquy;
using namespace molloquy::train;

namespace {

unimol::Config smallEncoder() {
  unimol::Config config;
  config.layers = 2;
  config.embedDim = 16;
  config.ffnDim = 32;
  config.heads = 4;
  config.gaussianKernels = 8;
  config.dropout = 0.0;
  config.padToMultiple = 4;
  return config;
}

/// Zigzag chains in which the element follows from the neighbours: O C C N O C C N ...
recipes::PreparedDataset chains(const std::filesystem::path& folder, bool withText = false) {
  recipes::PreparedDatasetBuilder builder({8, TokenId(1), TokenId(2), TokenId(0), TokenId(3)});
  const std::array<const char*, 4> cycle = {"O", "C", "C", "N"};
  for (std::size_t n = 5; n < 13; ++n) {
    std::vector<std::string> symbols;
    std::vector<std::array<float, 3>> points;
    for (std::size_t i = 0; i < n; ++i) {
      symbols.emplace_back(cycle[i % cycle.size()]);
      points.push_back({1.2F * static_cast<float>(i), i % 2 == 0 ? 0.4F : -0.4F, 0.1F});
    }
    const std::vector<std::vector<std::array<float, 3>>> conformers = {points};
    const auto structure = builder.addStructure(symbols, conformers);
    if (!structure) qFatal("a chain was refused");
    recipes::PreparedDatasetBuilder::Example example;
    example.structure = *structure;
    example.source = "chains";
    example.task = "structure";
    if (!builder.addExample(example)) qFatal("an example was refused");
  }
  if (withText && !builder.addExample({})) qFatal("a text was refused");
  const std::filesystem::path path = folder / "chains.safetensors";
  if (!builder.write(path, "chains")) qFatal("not written");
  return *recipes::PreparedDataset::read(path);
}

recipes::Recipe recipe() {
  recipes::Recipe recipe;
  recipe.objective = recipes::Objective::Denoising;
  recipe.parts.encoder = recipes::Learning::Full;
  recipe.numbers = recipes::NumberType::Float32;
  recipe.saved = recipes::NumberType::Float32;
  return recipe;
}

unimol::PretrainingModel freshModel(const unimol::Config& config) {
  unimol::PretrainingModel model(config);
  initializeWeights(*model, {config.layers, 0}, 11);
  return model;
}

/// Data, network and objective together.
struct Case {
  QTemporaryDir folder;
  recipes::PreparedDataset data = chains(folder.path().toStdString());
  unimol::PretrainingModel model = freshModel(smallEncoder());
  recipes::Recipe settings = recipe();
  std::unique_ptr<DenoisingObjective> objective;

  DenoisingObjective& start() {
    auto made = DenoisingObjective::create(model, settings, data);
    if (!made) qFatal("%s", made.error().message.c_str());
    objective = *std::move(made);
    return *objective;
  }
};

const recipes::BatchIndices kAll = {0, 1, 2, 3, 4, 5, 6, 7};

double part(const Losses& losses, const std::string& name) {
  for (const auto& [key, value] : losses.parts) {
    if (key == name) return value.item<double>();
  }
  return std::nan("");
}

}  // namespace

class PretrainingTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { at::set_num_threads(1); }

  void gradientsAgreeWithFiniteDifferences_data() {
    QTest::addColumn<QString>("alone");
    QTest::newRow("all parts of the loss together") << "";
    QTest::newRow("elements") << "element";
    QTest::newRow("coordinates") << "coordinates";
    QTest::newRow("distances") << "distances";
    QTest::newRow("norms of atoms and pairs") << "norms";
  }

  void gradientsAgreeWithFiniteDifferences() {
    QFETCH(QString, alone);
    Case test;
    const auto weight = [&](const char* name, double value) {
      return alone.isEmpty() || alone == name ? value : 0.0;
    };
    recipes::DenoisingSettings& settings = test.settings.denoising;
    settings.maskedShare = 0.4;
    settings.tokenWeight = weight("element", 1.0);
    settings.coordinateWeight = weight("coordinates", 5.0);
    settings.distanceWeight = weight("distances", 10.0);
    settings.normWeight = weight("norms", 1.0);
    test.model->to(torch::kDouble);
    torch::manual_seed(3);
    {
      const torch::NoGradGuard noGrad;
      for (at::Tensor& parameter : test.model->parameters()) {
        parameter.add_(torch::randn_like(parameter) * 0.7);
      }
    }
    DenoisingObjective& objective = test.start();
    const auto batch = objective.collate({0, 3, 6}, 5);
    LossContext context;
    const auto loss = [&] { return objective.losses(*batch, context); };
    const Losses losses = loss();
    QVERIFY(part(losses, "atom_norm") > 0.0 && part(losses, "pair_norm") > 0.0);
    losses.total.backward();
    constexpr double kStep = 1e-6;
    for (const auto& parameter : test.model->named_parameters()) {
      const at::Tensor gradient = parameter.value().grad();
      const torch::NoGradGuard noGrad;
      const at::Tensor direction = torch::randn_like(parameter.value());
      at::Tensor values = parameter.value();
      values.add_(direction, kStep);
      const double above = loss().total.item<double>();
      values.add_(direction, -2.0 * kStep);
      const double below = loss().total.item<double>();
      values.add_(direction, kStep);
      const double measured = (above - below) / (2.0 * kStep);
      const double computed = gradient.defined() ? (gradient * direction).sum().item<double>() : 0;
      const QString message =
          QString("%1: %2 against %3").arg(parameter.key().c_str()).arg(computed).arg(measured);
      QVERIFY2(std::abs(measured - computed) < 1e-5 * (1.0 + std::abs(measured)),
               qPrintable(message));
    }
  }

  void turningTheInputTurnsTheCoordinatesAndNothingElse() {
    const torch::NoGradGuard noGrad;
    Case test;
    DenoisingObjective& objective = test.start();
    const auto made = objective.collate({2, 5}, 9);
    const auto& batch = dynamic_cast<const DenoisingBatch&>(*made);
    const at::Tensor turn =
        torch::tensor({{0.0, -1.0, 0.0}, {0.8, 0.0, -0.6}, {0.6, 0.0, 0.8}}, torch::kFloat);
    const auto straight = test.model->denoise(batch.graphs, batch.coordinates, batch.masked);
    const auto turned =
        test.model->denoise(batch.graphs, at::matmul(batch.coordinates, turn), batch.masked);
    QVERIFY(tests::largestDifference(at::matmul(straight.coordinates, turn), turned.coordinates) <
            1e-5);
    QVERIFY(at::equal(straight.distances, turned.distances));
    QVERIFY(tests::largestDifference(straight.coordinates, batch.coordinates) > 1e-4);
    QVERIFY(at::equal(straight.distances, straight.distances.transpose(1, 2)));
  }

  void everyWayOfComputingAgrees_data() {
    QTest::addColumn<bool>("bfloat16");
    QTest::addColumn<bool>("recompute");
    QTest::addColumn<double>("tolerance");
    QTest::newRow("float32, recomputed") << false << true << 0.0;
    QTest::newRow("bfloat16 autocast") << true << false << 0.05;
    QTest::newRow("bfloat16 autocast, recomputed") << true << true << 0.05;
  }

  void everyWayOfComputingAgrees() {
    QFETCH(bool, bfloat16);
    QFETCH(bool, recompute);
    QFETCH(double, tolerance);
    const auto gradient = [](Case& test) {
      LossContext context;
      DenoisingObjective& objective = test.start();
      objective.losses(*objective.collate(kAll, 4), context).total.backward();
      return test.model->named_parameters()["gbf.means.weight"].grad();
    };
    Case plain;
    Case other;
    if (bfloat16) other.settings.numbers = recipes::NumberType::Bfloat16;
    if (recompute) other.settings.activations = recipes::Activations::Recompute;
    const at::Tensor wanted = gradient(plain);
    const double off = ((gradient(other) - wanted).norm() / wanted.norm()).item<double>();
    QVERIFY2(off <= tolerance, qPrintable(QString::number(off)));
  }

  void paddingChangesNoLoss() {
    const torch::NoGradGuard noGrad;
    Case narrow;
    Case wide;
    unimol::Config config = smallEncoder();
    config.padToMultiple = 16;
    wide.model = freshModel(config);
    LossContext context;
    DenoisingObjective& tight = narrow.start();
    DenoisingObjective& padded = wide.start();
    const Losses a = tight.losses(*tight.collate({1, 4}, 3), context);
    const Losses b = padded.losses(*padded.collate({1, 4}, 3), context);
    for (const auto& [name, value] : a.parts) {
      QVERIFY2(std::abs(value.item<double>() - part(b, name)) < 1e-5, name.c_str());
    }
  }

  void aBatchWithoutMaskedAtomsHasNoLossOfElements() {
    Case test;
    test.settings.denoising.maskedShare = 1e-9;
    DenoisingObjective& objective = test.start();
    const auto batch = objective.collate(kAll, 1);
    QCOMPARE(batch->targets, std::int64_t{0});
    LossContext context;
    const Losses losses = objective.losses(*batch, context);
    QCOMPARE(part(losses, "element"), 0.0);
    QCOMPARE(part(losses, "coordinates"), 0.0);
    QCOMPARE(part(losses, "distances"), 0.0);
    QVERIFY(std::isfinite(losses.total.item<double>()));
  }

  void itLearnsAndAlwaysTheSame() {
    const auto train = [] {
      Case test;
      test.settings.denoising.maskedShare = 0.3;
      DenoisingObjective& objective = test.start();
      objective.setTraining(true);
      torch::optim::AdamW optimizer(test.model->parameters(), torch::optim::AdamWOptions(1e-2));
      LossContext context;
      std::vector<double> losses;
      for (std::uint64_t step = 0; step < 120; ++step) {
        const auto batch = objective.collate(kAll, step);
        optimizer.zero_grad();
        const Losses loss = objective.losses(*batch, context);
        loss.total.backward();
        optimizer.step();
        losses.push_back(loss.total.item<double>());
      }
      return losses;
    };
    const std::vector<double> losses = train();
    const auto mean = [&](std::size_t begin) {
      return std::accumulate(losses.begin() + static_cast<std::ptrdiff_t>(begin),
                             losses.begin() + static_cast<std::ptrdiff_t>(begin + 10), 0.0) /
             10.0;
    };
    const double first = mean(0);
    const double last = mean(losses.size() - 10);
    QVERIFY2(last < first / 2.0, qPrintable(QString("%1 -> %2").arg(first).arg(last)));
    QVERIFY(train() == losses);
  }

  void theBatchIsDescribedAsItIsFed() {
    Case test;
    const auto fed = test.start().describe({0, 7});
    QCOMPARE(fed.size(), std::size_t{2});
    QCOMPARE(fed[0].atoms, std::size_t{5});
    QCOMPARE(fed[1].atoms, std::size_t{12});
    QCOMPARE(fed[0].tokens.size(), fed[1].tokens.size());
    for (const recipes::FedExample& example : fed) {
      QCOMPARE(example.source, std::string("chains"));
      for (std::size_t i = 0; i < example.tokens.size(); ++i) {
        QCOMPARE(example.attend[i] != 0, example.tokens[i] != unimol::Config::kPad);
        QVERIFY(example.labels[i] == -100 || example.labels[i] > unimol::Config::kUnknown);
      }
    }
  }

  void whatIsSavedIsAUniMolFile() {
    Case test;
    const QTemporaryDir out;
    const std::filesystem::path folder = out.path().toStdString();
    QVERIFY(test.start().save(folder).has_value());
    QVERIFY(QFile::exists(out.filePath("config.json")));
    auto source = checkpoints::TensorSource::open(folder / "model.safetensors");
    QVERIFY2(source.has_value(), source ? "" : source.error().message.c_str());
    const auto sizes = checkpoints::unimolSizes(**source);
    QVERIFY2(sizes.has_value(), sizes ? "" : sizes.error().message.c_str());
    QCOMPARE(sizes->heads, smallEncoder().heads);
    QVERIFY(checkpoints::checkTensors(checkpoints::unimolTensors(*sizes), **source, "saved"));

    // The heads find their places again, and a larger network takes the encoder alone.
    const auto stored = nn::storedTensors(*std::move(source));
    unimol::PretrainingModel again(smallEncoder());
    const auto loaded = nn::loadWeights(*again, stored);
    QVERIFY2(loaded.has_value(), loaded ? "" : loaded.error().message.c_str());
    const auto before = test.model->named_parameters();
    for (const auto& parameter : again->named_parameters()) {
      QVERIFY2(at::equal(parameter.value(), before[parameter.key()]), parameter.key().c_str());
    }
    molm::Config config = tests::tinyConfig();
    config.unimol = smallEncoder();
    config.llama.tieWordEmbeddings = false;
    molm::MoleculeLanguageModel language(config);
    nn::LoadOptions allowing;
    allowing.missing = nn::LoadOptions::Missing::Allow;
    const auto part = nn::loadWeights(*language, stored, allowing);
    QVERIFY2(part.has_value(), part ? "" : part.error().message.c_str());
    QVERIFY(at::equal(language->named_parameters()["graph_encoder.embed_tokens.weight"],
                      before["embed_tokens.weight"]));
  }

  void whatCannotBeDenoisedIsRefused_data() {
    QTest::addColumn<bool>("masks");
    QTest::addColumn<QString>("names");
    QTest::newRow("a dictionary without [MASK]") << false << "[MASK]";
    QTest::newRow("an example without a structure") << true << "1 of 9 examples";
  }

  void whatCannotBeDenoisedIsRefused() {
    QFETCH(bool, masks);
    QFETCH(QString, names);
    const QTemporaryDir folder;
    const auto data = chains(folder.path().toStdString(), /*withText=*/true);
    unimol::Config config = smallEncoder();
    if (!masks) config.dictionary.pop_back();
    const auto made = DenoisingObjective::create(freshModel(config), recipe(), data);
    QVERIFY(!made.has_value());
    QCOMPARE(made.error().code, ErrorCode::InvalidInput);
    QVERIFY(QString::fromStdString(made.error().message).contains(names));
  }

  void theHeadsLearnAndTheEncoderAsAsked() {
    Case test;
    test.settings.parts.encoder = recipes::Learning::Frozen;
    DenoisingObjective& objective = test.start();
    QCOMPARE(objective.learningOf("dist_head.dense.weight"), recipes::Learning::Full);
    QCOMPARE(objective.learningOf("encoder.final_head_layer_norm.bias"), recipes::Learning::Full);
    QCOMPARE(objective.learningOf("encoder.layers.0.fc1.weight"), recipes::Learning::Frozen);
  }
};

QTEST_APPLESS_MAIN(PretrainingTest)
#include "pretraining_test.moc"
