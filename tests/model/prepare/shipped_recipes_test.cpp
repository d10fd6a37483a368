#include <QTest>
#include <nlohmann/json.hpp>

#include "model/base/atomic_file.h"
#include "model/base/program_paths.h"
#include "model/prepare/plan.h"

using namespace molloquy;
using recipes::Recipe;
namespace fs = std::filesystem;

namespace {

fs::path folder() { return resourceFolder().value() / "recipes"; }

Result<Recipe> shipped(const QString& name) {
  return recipes::readRecipe(folder() / (name.toStdString() + ".json"));
}

}  // namespace

class ShippedRecipesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyRecipeIsValid_data() {
    QTest::addColumn<QString>("name");
    int count = 0;
    for (const auto& entry : fs::directory_iterator(folder())) {
      if (entry.path().extension() != ".json") continue;
      const auto name = QString::fromStdString(entry.path().stem().string());
      QTest::newRow(qPrintable(name)) << name;
      ++count;
    }
    QVERIFY(count >= 16);
  }

  void everyRecipeIsValid() {
    QFETCH(QString, name);
    const auto recipe = shipped(name);
    QVERIFY2(recipe.has_value(), recipe ? "" : recipe.error().toString().c_str());
    QCOMPARE(QString::fromStdString(recipe->name), name);
    QVERIFY(recipe->purpose.ends_with("."));
    const auto written = recipes::toJson(*recipe);
    const auto again = recipes::recipeFromJson(nlohmann::json::parse(written.dump()));
    QVERIFY2(again.has_value(), again ? "" : again.error().toString().c_str());
    QCOMPARE(QString::fromStdString(recipes::toJson(*again).dump()),
             QString::fromStdString(written.dump()));
  }

  void everyRecipeStandsInTheReadme() {
    const auto readme = readFile(folder() / "README.md");
    for (const auto& entry : fs::directory_iterator(folder())) {
      if (entry.path().extension() != ".json") continue;
      const std::string name = "`" + entry.path().stem().string() + "`";
      QVERIFY2(readme->find(name) != std::string::npos, name.c_str());
    }
  }

  // 3D-MoLM's published training: table of section 4, schedules of 4.1, LoRA of 3.7.
  void publishedStagesHaveTheirNumbers_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("examples");
    QTest::addColumn<int>("accumulate");
    QTest::addColumn<int>("epochs");
    QTest::addColumn<int>("steps");
    QTest::addColumn<int>("maxTokens");
    QTest::addColumn<int>("width");
    QTest::addColumn<QString>("schedule");
    QTest::addColumn<double>("rate");
    QTest::addColumn<double>("minRate");
    QTest::addColumn<double>("warmupRate");
    QTest::addColumn<int>("warmup");
    const auto epoch = QString("epoch_cosine");
    QTest::newRow("stage 1") << "stage1_published" << 64 << 1 << 50 << 0 << 256 << 256 << epoch
                             << 1e-4 << 5e-6 << 1e-6 << 1000;
    QTest::newRow("stage 1, retrieval") << "stage1_finetune_published" << 64 << 1 << 10 << 0 << 256
                                        << 256 << epoch << 1e-4 << 5e-6 << 1e-6 << 200;
    QTest::newRow("stage 2") << "stage2_published" << 16 << 2 << 10 << 0 << 320 << 320 << epoch
                             << 1e-4 << 5e-6 << 1e-6 << 1000;
    QTest::newRow("stage 2, captions") << "stage2_finetune_published" << 16 << 2 << 10 << 0 << 320
                                       << 320 << epoch << 1e-4 << 5e-6 << 1e-6 << 200;
    QTest::newRow("stage 3") << "stage3_published" << 8 << 8 << 1000 << 40000 << 384 << 0
                             << "step_cosine" << 1e-5 << 1e-8 << 1e-6 << 1000;
  }

  void publishedStagesHaveTheirNumbers() {
    QFETCH(QString, name);
    QFETCH(int, examples);
    QFETCH(int, accumulate);
    QFETCH(int, epochs);
    QFETCH(int, steps);
    QFETCH(int, maxTokens);
    QFETCH(int, width);
    QFETCH(QString, schedule);
    QFETCH(double, rate);
    QFETCH(double, minRate);
    QFETCH(double, warmupRate);
    QFETCH(int, warmup);
    const Recipe recipe = shipped(name).value();
    const auto json = recipes::toJson(recipe);
    QCOMPARE(recipe.batch.examples, examples);
    QCOMPARE(recipe.batch.accumulate, accumulate);
    QCOMPARE(recipe.batch.width, width);
    QCOMPARE(recipe.length.epochs, epochs);
    QCOMPARE(int(recipe.length.maxSteps), steps);
    QCOMPARE(int(recipe.schedule.steps), steps);
    QCOMPARE(recipe.preparation.maxTokens, maxTokens);
    QCOMPARE(QString::fromStdString(json["schedule"]["kind"].get<std::string>()), schedule);
    QCOMPARE(recipe.schedule.learningRate, rate);
    QCOMPARE(recipe.schedule.minLearningRate, minRate);
    QCOMPARE(recipe.schedule.warmupLearningRate, warmupRate);
    QCOMPARE(recipe.schedule.warmupSteps, warmup);
    // Common to all stages.
    QCOMPARE(recipe.optimizer.beta1, 0.9);
    QCOMPARE(recipe.optimizer.beta2, 0.999);
    QCOMPARE(recipe.optimizer.epsilon, 1e-8);
    QCOMPARE(recipe.optimizer.weightDecay, 0.05);
    QCOMPARE(recipe.optimizer.decay, recipes::OptimizerSettings::Decay::All);
    QCOMPARE(recipe.optimizer.clipNorm, 0.0);
    QCOMPARE(recipe.seed, std::uint64_t(0));
    QCOMPARE(recipe.numbers, recipes::NumberType::Bfloat16);
    QCOMPARE(recipe.parts.encoder, recipes::Learning::Frozen);
    QCOMPARE(recipe.parts.qformer, recipes::Learning::Full);
    if (recipe.objective == recipes::Objective::Answers) {
      QCOMPARE(recipe.batch.padding, recipes::BatchSettings::Side::Left);
      QCOMPARE(recipe.preparation.smilesCharacters, std::optional<int>(96));
      QCOMPARE(recipe.parts.projection, recipes::Learning::Full);
      QCOMPARE(recipe.parts.language, recipes::Learning::Lora);
      QCOMPARE(recipe.lora->rank, 8);
      QCOMPARE(recipe.lora->alpha, 32.0);
      QCOMPARE(recipe.lora->dropout, 0.1);
      QCOMPARE(recipe.lora->targets.size(), std::size_t(7));
    }
  }

  void publishedSizesAreTheConfigurationsDefaults() {
    const Recipe one = shipped("stage1_published").value();
    const auto& stage1 = std::get<molm::Stage1Config>(one.model);
    QCOMPARE(stage1.unimol.layers, unimol::Config().layers);
    QCOMPARE(stage1.qformer.hidden, qformer::Config().hidden);
    QCOMPARE(stage1.qformer.vocab, qformer::Config().vocab);
    QCOMPARE(stage1.qformer.layerNormEps, qformer::Config().layerNormEps);
    QCOMPARE(stage1.pretraining.textMaxLength, 256);
    QCOMPARE(stage1.pretraining.projectionDim, 256);
    QCOMPARE(stage1.pretraining.temperature, 0.1);
    QCOMPARE(stage1.pretraining.decoderStartId, 31090);
    const Recipe two = shipped("stage2_published").value();
    const auto& model = std::get<molm::Config>(two.model);
    QCOMPARE(model.unimol.embedDim, 512);
    QCOMPARE(model.unimol.heads, 64);
    QCOMPARE(model.llama.vocab, 32002);
    QCOMPARE(model.llama.hidden, 4096);
    QCOMPARE(model.llama.rmsNormEps, 1e-6);
    QCOMPARE(model.special.begin.value, 2);
    QCOMPARE(model.special.molecule.value, 32001);
    QVERIFY(model.answerPrefixBos);
    QVERIFY(model.graphMask == qformer::GraphMaskPolicy::PadReadout);
  }

  void stageThreeMixesByTheFourthRoot() {
    const Recipe recipe = shipped("stage3_published").value();
    QCOMPARE(recipe.batch.order, recipes::BatchSettings::Order::Mixture);
    QCOMPARE(recipe.batch.mixturePower, 0.25);
    QCOMPARE(recipe.preparation.descriptionCharacters, std::optional<int>(64));
    QCOMPARE(recipe.preparation.data.size(), std::size_t(4));
  }

  // Uni-Mol's own script for molecules.
  void theEncoderHasUniMolsNumbers() {
    const Recipe recipe = shipped("encoder_published").value();
    QCOMPARE(recipe.schedule.learningRate, 1e-4);
    QCOMPARE(recipe.schedule.warmupSteps, 10000);
    QCOMPARE(int(recipe.length.maxSteps), 1000000);
    QCOMPARE(recipe.optimizer.beta2, 0.99);
    QCOMPARE(recipe.optimizer.epsilon, 1e-6);
    QCOMPARE(recipe.optimizer.weightDecay, 1e-4);
    QCOMPARE(recipe.optimizer.clipNorm, 1.0);
    QCOMPARE(recipe.batch.examples, 16);
    QCOMPARE(recipe.denoising.maskedShare, 0.15);
    QCOMPARE(recipe.denoising.keptShare, 0.05);
    QCOMPARE(recipe.denoising.randomShare, 0.05);
    QCOMPARE(recipe.denoising.noise, 1.0);
    QCOMPARE(recipe.denoising.tokenWeight, 1.0);
    QCOMPARE(recipe.denoising.coordinateWeight, 5.0);
    QCOMPARE(recipe.denoising.distanceWeight, 10.0);
    QCOMPARE(recipe.denoising.normWeight, 0.01);
    QCOMPARE(std::get<unimol::Config>(recipe.model).layers, 15);
  }

  // MolReFlect's table of the student.
  void alignmentTuningHasMolReFlectsNumbers() {
    const Recipe recipe = shipped("alignment_mistral_lora").value();
    QCOMPARE(recipe.objective, recipes::Objective::Text);
    QCOMPARE(recipe.batch.examples, 1);
    QCOMPARE(recipe.batch.examples * recipe.batch.accumulate, 32);
    QCOMPARE(int(recipe.length.maxSteps), 8000);
    QCOMPARE(recipe.schedule.warmupSteps, 1000);
    QCOMPARE(recipe.schedule.learningRate, 2e-4);
    QCOMPARE(recipe.preparation.maxTokens, 4096);
    QCOMPARE(recipe.lora->rank, 32);
    QCOMPARE(recipe.lora->alpha, 64.0);
    QCOMPARE(recipe.lora->dropout, 0.1);
  }

  // What the starter model was trained with, whose recipes were made with an older format.
  void theStartersRecipesKeepTheirNumbers_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<double>("rate");
    QTest::addColumn<int>("warmup");
    QTest::addColumn<int>("heldOut");
    QTest::addColumn<int>("every");
    QTest::newRow("first run") << "starter" << 0.002 << 80 << 150 << 400;
    QTest::newRow("captions") << "starter_captions" << 0.0014 << 25 << 150 << 400;
    QTest::newRow("small molecules") << "starter_small_molecules" << 0.0009 << 15 << 60 << 100000;
  }

  void theStartersRecipesKeepTheirNumbers() {
    QFETCH(QString, name);
    QFETCH(double, rate);
    QFETCH(int, warmup);
    QFETCH(int, heldOut);
    QFETCH(int, every);
    const Recipe recipe = shipped(name).value();
    QCOMPARE(recipe.schedule.kind, recipes::ScheduleKind::ProgressCosine);
    QCOMPARE(recipe.schedule.learningRate, rate);
    QCOMPARE(recipe.schedule.minLearningRate, 1e-5);
    QCOMPARE(recipe.schedule.warmupSteps, warmup);
    QCOMPARE(recipe.preparation.heldOutStructures, heldOut);
    QCOMPARE(recipe.keeping.evaluateEverySteps, every);
    QCOMPARE(recipe.optimizer.beta2, 0.95);
    QCOMPARE(recipe.optimizer.weightDecay, 0.05);
    QCOMPARE(recipe.optimizer.decay, recipes::OptimizerSettings::Decay::Matrices);
    QCOMPARE(recipe.optimizer.clipNorm, 1.0);
    QCOMPARE(recipe.batch.tokens, std::int64_t(4096));
    QCOMPARE(recipe.preparation.maxTokens, 400);
    QCOMPARE(recipe.coordinateNoise, 0.03);
    QCOMPARE(recipe.length.epochs, 100);
    QCOMPARE(recipe.seed, std::uint64_t(7));
  }

  void smallModelsFitTheShippedVocabularies_data() {
    QTest::addColumn<int>("tokens");
    QTest::newRow("stage1_small") << 31091;
    QTest::newRow("stage2_small") << 2050;
    QTest::newRow("stage3_small") << 2050;
    QTest::newRow("language_small") << 2050;
  }

  void smallModelsFitTheShippedVocabularies() {
    QFETCH(int, tokens);
    const Recipe recipe =
        prepare::withAbsolutePaths(shipped(QTest::currentDataTag()).value(), folder());
    const auto plan = prepare::planPreparation(recipe);
    QVERIFY2(plan.has_value(), plan ? "" : plan.error().toString().c_str());
    QCOMPARE(plan->vocabulary.size, tokens);
  }
};

QTEST_GUILESS_MAIN(ShippedRecipesTest)
#include "shipped_recipes_test.moc"
