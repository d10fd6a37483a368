#include "tests/model/train/training_folder.h"

#include <QTest>
#include <algorithm>

#include "model/base/atomic_file.h"
#include "tests/model/nn/tiny_stage1.h"
#include "tests/model/recipes/chains.h"

namespace molloquy::tests {
namespace fs = std::filesystem;
namespace {

recipes::ModelSizes sizesOf(recipes::Objective objective) {
  switch (objective) {
    case recipes::Objective::Representation:
      return tinyStage1Config();
    case recipes::Objective::Answers:
      return tinyConfig();
    case recipes::Objective::Text:
      return tinyConfig().llama;
    case recipes::Objective::Denoising:
      return tinyConfig().unimol;
  }
  return {};
}

recipes::Recipe recipeOf(recipes::Objective objective) {
  using recipes::Learning;
  recipes::Recipe recipe;
  recipe.name = "tiny";
  recipe.objective = objective;
  recipe.model = sizesOf(objective);
  const bool stage1 = objective == recipes::Objective::Representation;
  recipe.parts = {stage1 ? Learning::Frozen : Learning::Full, Learning::Full, Learning::Full,
                  Learning::Full};
  recipe.batch.examples = 3;
  recipe.batch.order = recipes::BatchSettings::Order::Shuffled;
  recipe.batch.accumulate = 2;
  recipe.schedule.kind = recipes::ScheduleKind::EpochCosine;
  recipe.schedule.learningRate = 5e-3;
  recipe.schedule.warmupLearningRate = 1e-3;
  recipe.schedule.warmupSteps = 2;
  recipe.optimizer.clipNorm = 1.0;
  recipe.length.epochs = 4;
  recipe.keeping = {.evaluateEverySteps = 3,
                    .checkpointEverySteps = 2,
                    .keepLast = 2,
                    .patience = 0,
                    .logEverySteps = 1};
  recipe.numbers = recipes::NumberType::Float32;
  recipe.saved = recipes::NumberType::Float32;
  recipe.coordinateNoise = 0.02;
  recipe.dropout = 0.1;
  recipe.seed = 11;
  return recipe;
}

std::vector<TokenId> framed(int atoms) { return ids({1, 3 + atoms % 5, 4, 2}); }

/// The chains of chains.h with the rows that the objective's network reads.
void writeData(const fs::path& file, recipes::Objective objective) {
  if (objective == recipes::Objective::Answers || objective == recipes::Objective::Denoising) {
    QVERIFY(chainBuilder().write(file, "chains").has_value());
    return;
  }
  const bool stage1 = objective == recipes::Objective::Representation;
  recipes::PreparedVocabulary vocabulary{24, TokenId(1), TokenId(2), TokenId(22), TokenId(23)};
  if (stage1) vocabulary = {10, TokenId(1), TokenId(2), TokenId(0), TokenId(9)};
  recipes::PreparedDatasetBuilder builder(vocabulary);
  for (int n = 2; n < 14; ++n) {
    const std::vector<std::string> symbols(static_cast<std::size_t>(n), "C");
    const std::vector<std::vector<std::array<float, 3>>> points = {chainPoints(n, 0.4F)};
    recipes::PreparedDatasetBuilder::Example example;
    example.structure = *builder.addStructure(symbols, points);
    example.source = "chains";
    example.task = "Caption";
    example.split = n > 10 ? recipes::PreparedSplit::HeldOut : recipes::PreparedSplit::Training;
    if (!stage1) example.prompt = ids({1, 5});
    example.answer = stage1 ? framed(n) : ids({8 + n % 12, 3});
    QVERIFY(builder.addExample(example).has_value());
  }
  QVERIFY(builder.write(file, "chains").has_value());
}

}  // namespace

TrainingFolder::TrainingFolder(recipes::Objective objective) {
  job.recipe = recipeOf(objective);
  job.data = path("data.safetensors");
  job.threads = 1;
  job.loaderThreads = 2;
  writeData(job.data, objective);
}

fs::path TrainingFolder::path(const char* name) const {
  return m_folder.filePath(name).toStdString();
}

Result<recipes::TrainingEnd> TrainingFolder::train(const char* output, recipes::Existing existing,
                                                   std::int64_t stopAfter) {
  job.output = path(output);
  job.existing = existing;
  progress.clear();
  measured.clear();
  messages.clear();
  std::stop_source stop;
  recipes::TrainingObserver observer;
  observer.onProgress = [&](const recipes::TrainingProgress& told) {
    progress.push_back(told);
    if (told.step == stopAfter) stop.request_stop();
  };
  observer.onEvaluation = [&](const auto& told) { measured.push_back(told); };
  observer.onMessage = [&](const std::string& told) { messages.push_back(told); };
  return train::runTraining(job, observer, stop.get_token());
}

std::string newestLearned(const fs::path& trainingFolder) {
  fs::path newest;
  for (const auto& entry : fs::directory_iterator(trainingFolder / "checkpoints")) {
    newest = std::max(newest, entry.path());
  }
  return readFile(newest / "learned.safetensors").value_or("");
}

}  // namespace molloquy::tests
