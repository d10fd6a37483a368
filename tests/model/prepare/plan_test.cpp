#include "model/prepare/plan.h"

#include <QTemporaryDir>
#include <QTest>
#include <fstream>

#include "model/base/program_paths.h"
#include "tests/model/text/golden_tokenizer.h"

using namespace molloquy;
using namespace molloquy::prepare;
using recipes::Objective;
using recipes::Recipe;
namespace fs = std::filesystem;

namespace {

Recipe answersRecipe() {
  Recipe recipe;
  molm::Config model;
  model.special = {TokenId(1), TokenId(2), TokenId(600), TokenId(601)};
  model.llama.vocab = 602;
  model.qformer.queryTokens = 4;
  recipe.model = model;
  recipe.preparation.tokenizer = golden::vocabularyFile().string();
  return recipe;
}

Recipe representationRecipe() {
  Recipe recipe;
  recipe.objective = Objective::Representation;
  molm::Stage1Config model;
  model.qformer.vocab = 300;
  model.pretraining.padId = 0;
  model.pretraining.clsId = 6;
  model.pretraining.sepId = 7;
  model.pretraining.decoderStartId = 299;
  recipe.model = model;
  recipe.preparation.vocabulary = (golden::folder() / "wordpiece300_vocab.txt").string();
  return recipe;
}

Recipe textRecipe() {
  Recipe recipe;
  recipe.objective = Objective::Text;
  llama::Config model;
  model.vocab = 602;
  recipe.model = model;
  recipe.preparation.tokenizer = golden::vocabularyFile().string();
  return recipe;
}

fs::path starter() { return resourceFolder().value() / "models" / "starter"; }

using Change = std::function<void(Recipe&)>;
}  // namespace

Q_DECLARE_METATYPE(Recipe)

class PlanTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void freshMoleculeModelsTakeTheRecipesTokens() {
    const auto plan = planPreparation(answersRecipe());
    QVERIFY2(plan.has_value(), plan ? "" : plan.error().message.c_str());
    QCOMPARE(plan->vocabulary.size, 602);
    QCOMPARE(plan->vocabulary.molecule.value, 601);
    QCOMPARE(plan->places, 4);
    QVERIFY(plan->endsAnswers);
    QCOMPARE(plan->companions,
             (std::vector<Plan::Companion>{{golden::vocabularyFile(), "tokenizer.model"}}));
  }

  void foldersTellTheirOwnTokens() {
    Recipe recipe;
    recipe.start.folder = starter().string();
    const auto plan = planPreparation(recipe);
    QVERIFY2(plan.has_value(), plan ? "" : plan.error().message.c_str());
    QCOMPARE(plan->vocabulary.size, 2050);
    QCOMPARE(plan->places, 8);
    QCOMPARE(plan->companions,
             (std::vector<Plan::Companion>{{starter() / "tokenizer.model", "tokenizer.model"}}));
    QCOMPARE(plan->tokenFiles.size(), std::size_t(2));  // and config.json
  }

  void companionsGetTheNamesOfModelFolders() {
    QTemporaryDir folder;
    const auto named =
        namedCompanions(planPreparation(answersRecipe()).value(), folder.path().toStdString());
    QCOMPARE(named->size(), std::size_t(1));
    QCOMPARE(named->at(0).filename(), fs::path("tokenizer.model"));
    QCOMPARE(readFile(named->at(0)).value(), readFile(golden::vocabularyFile()).value());
    Recipe recipe;
    recipe.start.folder = starter().string();
    const auto own = namedCompanions(planPreparation(recipe).value(), folder.path().toStdString());
    QCOMPARE(own->at(0), starter() / "tokenizer.model");
  }

  void publishedModelsEndNoAnswers() {
    Recipe recipe = answersRecipe();
    auto& model = std::get<molm::Config>(recipe.model);
    model.special.begin = TokenId(2);
    model.answerPrefixBos = true;
    const auto plan = planPreparation(recipe).value();
    QVERIFY(!plan.endsAnswers);
    QCOMPARE(plan.vocabulary.begin.value, 2);
  }

  void aVocabularyAloneServesALanguageModel() {
    const auto plan = planPreparation(textRecipe()).value();
    QCOMPARE(plan.vocabulary.begin.value, 1);
    QCOMPARE(plan.vocabulary.end.value, 2);
    QCOMPARE(plan.vocabulary.pad.value, 600);
    QCOMPARE(plan.chat, text::ChatFormat::Completion);
  }

  void plainModelsPadWithAnotherTokenThanTheirEnd() {
    QTemporaryDir folder;
    const fs::path path = folder.path().toStdString();
    fs::copy_file(golden::vocabularyFile(), path / "tokenizer.model");
    std::ofstream(path / "config.json")
        << R"({"model_type": "llama", "bos_token_id": 1, "eos_token_id": 2})";
    std::ofstream(path / "tokenizer_config.json") << R"({"chat_template": "<|user|>"})";
    Recipe recipe;
    recipe.objective = Objective::Text;
    recipe.start.folder = path.string();
    const auto plan = planPreparation(recipe).value();
    QCOMPARE(plan.chat, text::ChatFormat::Zephyr);
    QCOMPARE(plan.vocabulary.end.value, 2);
    QCOMPARE(plan.vocabulary.pad.value, 0);
    QCOMPARE(plan.vocabulary.molecule, text::kNoToken);
    QCOMPARE(plan.companions.size(), std::size_t(2));
  }

  void stageOneReadsWordPieces() {
    const auto plan = planPreparation(representationRecipe());
    QVERIFY2(plan.has_value(), plan ? "" : plan.error().message.c_str());
    QCOMPARE(plan->vocabulary.size, 300);
    QCOMPARE(plan->vocabulary.begin.value, 6);
  }

  void theEncoderNeedsNoVocabulary() {
    Recipe recipe;
    recipe.objective = Objective::Denoising;
    recipe.model = unimol::Config();
    const auto plan = planPreparation(recipe).value();
    QCOMPARE(plan.vocabulary.size, 0);
    QVERIFY(plan.tokenFiles.empty());
  }

  void whatDoesNotFitIsToldWithTheRemedy_data() {
    QTest::addColumn<Recipe>("recipe");
    QTest::addColumn<QString>("message");
    const auto row = [](const char* name, Recipe recipe, const Change& change,
                        const char* message) {
      change(recipe);
      QTest::newRow(name) << recipe << message;
    };
    row(
        "no tokenizer", answersRecipe(), [](Recipe& r) { r.preparation.tokenizer.clear(); },
        "--tokenizer FILE");
    row(
        "a tokenizer that is not there", answersRecipe(),
        [](Recipe& r) { r.preparation.tokenizer = "/nowhere/tokenizer.model"; },
        "/nowhere/tokenizer.model");
    row(
        "a model with fewer tokens than its tokenizer", answersRecipe(),
        [](Recipe& r) { std::get<molm::Config>(r.model).llama.vocab = 500; },
        "--set model.llama.vocab=602");
    row(
        "padding inside the pieces", answersRecipe(),
        [](Recipe& r) { std::get<molm::Config>(r.model).special.pad = TokenId(5); }, "pad = 5");
    row(
        "no vocabulary in stage 1", representationRecipe(),
        [](Recipe& r) { r.preparation.vocabulary.clear(); }, "--vocabulary FILE");
    row(
        "another begin mark in stage 1", representationRecipe(),
        [](Recipe& r) { std::get<molm::Stage1Config>(r.model).pretraining.clsId = 102; },
        "--set model.qformer.cls_id=6");
    row(
        "a smaller vocabulary in stage 1", representationRecipe(),
        [](Recipe& r) { std::get<molm::Stage1Config>(r.model).qformer.vocab = 100; },
        "--set model.qformer.vocab=300");
    row(
        "a smaller language model", textRecipe(),
        [](Recipe& r) { std::get<llama::Config>(r.model).vocab = 100; }, "--set model.vocab=602");
    row(
        "a start folder that is not there", answersRecipe(),
        [](Recipe& r) { r.start.folder = "/nowhere/model"; }, "--from FOLDER");
    row(
        "a folder without a tokenizer", textRecipe(),
        [](Recipe& r) { r.preparation.tokenizer = "/proc"; }, "/proc");
    row(
        "a file that is no vocabulary", answersRecipe(),
        [](Recipe& r) { r.preparation.tokenizer = __FILE__; }, "plan_test.cpp");
  }

  void whatDoesNotFitIsToldWithTheRemedy() {
    QFETCH(Recipe, recipe);
    QFETCH(QString, message);
    const auto plan = planPreparation(recipe);
    QVERIFY(!plan.has_value());
    const std::string told = plan.error().toString();
    QVERIFY2(QString::fromStdString(told).contains(message), told.c_str());
  }

  void plainModelsCannotAnswerAboutStructures() {
    QTemporaryDir folder;
    std::ofstream(fs::path(folder.path().toStdString()) / "config.json")
        << R"({"model_type": "llama"})";
    Recipe recipe;
    recipe.start.folder = folder.path().toStdString();
    const auto plan = planPreparation(recipe);
    QVERIFY(plan.error().message.find("\"objective\": \"text\"") != std::string::npos);
  }

  void pathsAreMeantFromTheRecipesFolder() {
    Recipe recipe;
    recipe.start.folder = "first";
    recipe.start.files = {"/weights/a.pt"};
    recipe.preparation.data = {"../corpus.jsonl"};
    const Recipe settled = withAbsolutePaths(recipe, "/recipes/mine");
    QCOMPARE(settled.start.folder, std::string("/recipes/mine/first"));
    QCOMPARE(settled.start.files[0], std::string("/weights/a.pt"));
    QCOMPARE(settled.preparation.data[0], std::string("/recipes/corpus.jsonl"));
    QVERIFY(settled.preparation.tokenizer.empty());
  }
};

QTEST_GUILESS_MAIN(PlanTest)
#include "plan_test.moc"
