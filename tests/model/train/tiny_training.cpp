#include "tests/model/train/tiny_training.h"

#include <QTest>
#include <random>

#include "model/recipes/prepared_dataset.h"
#include "tests/model/nn/tiny_stage1.h"

namespace molloquy::tests {
namespace {

constexpr int kStructures = 24;
constexpr int kQueryTokens = 2;

std::vector<std::string> symbolsOf(int structure) {
  const std::vector<std::string> kinds = {"C", "N", "O", "S", "F"};
  std::vector<std::string> symbols;
  for (int i = 0; i < 3 + structure % 5; ++i) {
    symbols.push_back(kinds[static_cast<std::size_t>(i * structure) % kinds.size()]);
  }
  return symbols;
}

std::vector<std::array<float, 3>> pointsOf(std::size_t count, std::mt19937& generator) {
  std::uniform_real_distribution<float> shift(-0.3F, 0.3F);
  std::vector<std::array<float, 3>> points;
  for (std::size_t i = 0; i < count; ++i) {
    points.push_back(
        {1.4F * static_cast<float>(i) + shift(generator), shift(generator), shift(generator)});
  }
  return points;
}

std::vector<TokenId> wordsOf(int structure, int first, int kinds) {
  std::vector<TokenId> words;
  for (int i = 0; i < 2 + structure % 3; ++i) {
    words.emplace_back(first + (structure * 5 + i * 3) % kinds);
  }
  return words;
}

/// [CLS] words [SEP], or a question with a place for the structure and its answer.
recipes::PreparedDatasetBuilder::Example exampleOf(int structure, recipes::Objective objective) {
  recipes::PreparedDatasetBuilder::Example example;
  example.structure = structure;
  example.source = "tiny";
  example.task = "Description";
  if (objective == recipes::Objective::Representation) {
    example.answer = wordsOf(structure, 3, 6);
    example.answer.insert(example.answer.begin(), TokenId(1));
    example.answer.emplace_back(2);
    return example;
  }
  example.prompt = {TokenId(1), TokenId(5)};
  example.prompt.insert(example.prompt.end(), kQueryTokens, TokenId(23));
  example.answer = wordsOf(structure, 3, 18);
  return example;
}

}  // namespace

recipes::Recipe tinyRecipe(recipes::Objective objective) {
  recipes::Recipe recipe;
  recipe.name = "tiny";
  recipe.purpose = "Small enough for a test.";
  recipe.objective = objective;
  if (objective == recipes::Objective::Representation) {
    recipe.model = tinyStage1Config();
  } else {
    recipe.model = tinyConfig();
  }
  recipe.parts = {recipes::Learning::Full, recipes::Learning::Full, recipes::Learning::Full,
                  recipes::Learning::Full};
  recipe.batch.examples = 3;
  recipe.batch.order = recipes::BatchSettings::Order::Shuffled;
  recipe.schedule.kind = recipes::ScheduleKind::Constant;
  recipe.schedule.learningRate = 3e-3;
  recipe.optimizer.clipNorm = 1.0;
  recipe.length.epochs = 3;
  recipe.length.maxSteps = 5;
  recipe.keeping.logEverySteps = 1;
  recipe.numbers = recipes::NumberType::Float32;
  recipe.saved = recipes::NumberType::Float32;
  recipe.coordinateNoise = 0.02;
  recipe.dropout = 0.1;
  recipe.seed = 11;
  return recipe;
}

void writeTinyData(const std::filesystem::path& file, recipes::Objective objective) {
  const bool stage1 = objective == recipes::Objective::Representation;
  recipes::PreparedVocabulary vocabulary{24, TokenId(1), TokenId(2), TokenId(22), TokenId(23)};
  if (stage1) vocabulary = {10, TokenId(1), TokenId(2), TokenId(0), TokenId(9)};
  recipes::PreparedDatasetBuilder builder(vocabulary);
  std::mt19937 generator(4);
  for (int i = 0; i < kStructures; ++i) {
    const std::vector<std::string> symbols = symbolsOf(i);
    const std::vector<std::vector<std::array<float, 3>>> conformers = {
        pointsOf(symbols.size(), generator)};
    const auto structure = builder.addStructure(symbols, conformers);
    QVERIFY(structure.has_value());
    const auto added = builder.addExample(exampleOf(*structure, objective));
    QVERIFY2(added.has_value(), added ? "" : added.error().message.c_str());
  }
  QVERIFY(builder.write(file, "tiny").has_value());
}

}  // namespace molloquy::tests
