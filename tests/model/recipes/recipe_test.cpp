#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include "model/base/atomic_file.h"
#include "model/recipes/recipe.h"

using namespace molloquy;
using namespace molloquy::recipes;
using nlohmann::json;

namespace {

json smallRecipe() {
  return json::parse(R"({
    "name": "small", "objective": "answers", "start": {"folder": "some/model"},
    "batch": {"examples": 8, "order": "mixture"}, "schedule": {"learning_rate": 0.001}})");
}

}  // namespace

class RecipeTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void fieldsAreReadAndOthersKeepTheirDefaults() {
    const auto recipe = recipeFromJson(smallRecipe());
    QVERIFY2(recipe.has_value(), recipe ? "" : recipe.error().message.c_str());
    QCOMPARE(recipe->name, std::string("small"));
    QVERIFY(recipe->batch.order == BatchSettings::Order::Mixture);
    QCOMPARE(recipe->batch.examples, 8);
    QCOMPARE(recipe->batch.mixturePower, 0.25);
    QCOMPARE(recipe->optimizer.weightDecay, 0.05);
    QVERIFY(!recipe->preparation.smilesCharacters.has_value());
  }

  void writtenRecipesReadTheSame() {
    json object = smallRecipe();
    object["data"] = {{"smiles_characters", 96}, {"files", {"a.jsonl", "b.jsonl"}}};
    object["parts"] = {{"language", "lora"}};
    object["lora"] = {{"r", 4}, {"alpha", 8.0}, {"dropout", 0.1}, {"targets", {"q_proj"}}};
    const auto recipe = recipeFromJson(object);
    QVERIFY2(recipe.has_value(), recipe ? "" : recipe.error().message.c_str());
    const auto again = recipeFromJson(json::parse(toJson(*recipe).dump()));
    QVERIFY2(again.has_value(), again ? "" : again.error().message.c_str());
    QCOMPARE(toJson(*again).dump(), toJson(*recipe).dump());
    QCOMPARE(*again->preparation.smilesCharacters, 96);
    QCOMPARE(again->preparation.data.size(), std::size_t{2});
    QCOMPARE(again->lora->rank, 4);
  }

  void wrongFieldsAreNamed_data() {
    QTest::addColumn<QString>("change");
    QTest::addColumn<QString>("named");
    const auto row = [](const char* name, const char* change, const char* named) {
      QTest::newRow(name) << QString(change) << QString(named);
    };
    row("a field that does not exist, with the nearest", "batch.exampels=4", "batch.examples");
    row("a word for a number", "batch.examples=many", "batch.examples");
    row("half an example", "batch.examples=1.5", "batch.examples");
    row("an unknown objective", "objective=wishes", "objective");
    row("a learning rate of nothing", "schedule.learning_rate=0", "schedule.learning_rate");
    row("a least rate above the rate", "schedule.min_learning_rate=1", "min_learning_rate");
    row("no steps between log lines", "keeping.log_every_steps=0", "keeping.log_every_steps");
    row("adapters without their sizes", "parts.language=lora", "lora");
    row("adapters of the encoder", "parts.encoder=lora", "parts");
    row("a width below the tokens", "batch.width=100", "batch.width");
    row("a mixture without a batch size", "batch.examples=0", "batch.examples");
    row("a recipe without sizes or a start", "start.folder=", "model");
    row("a share above one", "denoising.masked_share=1.5", "masked_share");
    row("noise that melts everything", "coordinate_noise=3", "coordinate_noise");
    row("nothing that learns",
        "parts={\"encoder\":\"frozen\",\"qformer\":\"frozen\",\"projection\":\"frozen\","
        "\"language\":\"frozen\"}",
        "parts");
    row("no equals sign", "batch.examples", "batch.examples");
  }

  void wrongFieldsAreNamed() {
    QFETCH(QString, change);
    QFETCH(QString, named);
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("r.json").toStdString();
    QVERIFY(writeFileAtomically(path, smallRecipe().dump()).has_value());
    const std::vector<std::string> changes = {change.toStdString()};
    const auto recipe = readRecipe(path, changes);
    QVERIFY(!recipe.has_value());
    QVERIFY2(recipe.error().message.find(named.toStdString()) != std::string::npos,
             recipe.error().message.c_str());
  }

  void changesTakeNumbersWordsAndLists() {
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("r.json").toStdString();
    QVERIFY(writeFileAtomically(path, smallRecipe().dump()).has_value());
    const std::vector<std::string> changes = {"batch.examples=4", "batch.padding=left",
                                              "data.files=[\"x.jsonl\"]", "length.minutes=2.5"};
    const auto recipe = readRecipe(path, changes);
    QVERIFY2(recipe.has_value(), recipe ? "" : recipe.error().message.c_str());
    QCOMPARE(recipe->batch.examples, 4);
    QVERIFY(recipe->batch.padding == BatchSettings::Side::Left);
    QCOMPARE(recipe->preparation.data.front(), std::string("x.jsonl"));
    QCOMPARE(*recipe->length.minutes, 2.5);
  }

  void aStrayFieldInTheFileIsAnError() {
    json object = smallRecipe();
    object["optimiser"] = {{"beta1", 0.9}};
    const auto recipe = recipeFromJson(object);
    QVERIFY(!recipe.has_value());
    QVERIFY(recipe.error().message.find("optimizer.beta1") != std::string::npos);
  }

  void filesThatAreNoRecipesAreRefused_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("not JSON") << QByteArray("learning_rate: 1");
    QTest::newRow("a list") << QByteArray("[1, 2]");
    QTest::newRow("sizes of another network")
        << QByteArray(R"({"objective": "denoising", "model": {"layers": "many"}})");
  }

  void filesThatAreNoRecipesAreRefused() {
    QFETCH(QByteArray, text);
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("r.json").toStdString();
    QVERIFY(writeFileAtomically(path, text.toStdString()).has_value());
    const auto recipe = readRecipe(path);
    QVERIFY(!recipe.has_value());
    QCOMPARE(recipe.error().code, ErrorCode::Corrupt);
  }

  void everyFieldIsDocumented() {
    const auto fields = recipeFields();
    QVERIFY(fields.size() > 50);
    for (const FieldDescription& field : fields) {
      QVERIFY2(!field.meaning.empty() && field.meaning.back() == '.', field.name.c_str());
    }
  }
};

QTEST_APPLESS_MAIN(RecipeTest)
#include "recipe_test.moc"
