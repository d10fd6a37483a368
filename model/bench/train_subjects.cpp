#include "model/bench/train_subjects.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <random>

#include "model/bench/random_weights.h"

namespace molloquy::bench {
namespace {

constexpr int kBatches = 8;  ///< of data, so that a loader has something to do.

/// What distinguishes the shapes.
struct Sizes {
  unimol::Config unimol;
  qformer::Config qformer;
  llama::Config llama;
  int structures = 16;  ///< of an encoder step.
  int pairs = 8;        ///< of a stage-1 step.
  int answers = 4;      ///< of a stage-2 step.
  int words = 128;      ///< of a text, prompt and answer together.
};

Result<Sizes> sizesNamed(const std::string& shape) {
  Sizes sizes;
  sizes.qformer.textPath = true;
  if (shape == "small") {
    sizes.unimol.layers = 6;
    sizes.unimol.embedDim = 256;
    sizes.unimol.ffnDim = 1024;
    sizes.unimol.heads = 32;
    sizes.unimol.gaussianKernels = 64;
    sizes.qformer.hidden = 256;
    sizes.qformer.layers = 6;
    sizes.qformer.heads = 4;
    sizes.qformer.intermediate = 1024;
    sizes.qformer.encoderWidth = 256;
    sizes.qformer.vocab = 8001;
    sizes.llama.vocab = 8000;
    sizes.llama.hidden = 384;
    sizes.llama.intermediate = 1024;
    sizes.llama.layers = 8;
    sizes.llama.heads = 6;
    sizes.llama.kvHeads = 6;
    return sizes;
  }
  if (shape == "tinyllama") {
    const Result<llama::Config> llama = shapeNamed(shape);
    if (!llama) return tl::unexpected(llama.error());
    sizes.llama = *llama;
    return sizes;
  }
  return fail(ErrorCode::InvalidInput,
              fmt::format("\"{}\" is no shape of bench train; small and tinyllama are.", shape));
}

/// A random coil of 30 +- 9 atoms, a bond length apart.
struct Coil {
  std::vector<std::string> symbols;
  std::vector<std::array<float, 3>> points;

  explicit Coil(std::mt19937& random) {
    std::normal_distribution<double> size(30.0, 9.0);
    std::normal_distribution<float> step(0.0F, 0.9F);
    const int atoms = std::clamp(static_cast<int>(size(random)), 5, 80);
    constexpr std::array<const char*, 3> kElements = {"C", "N", "O"};
    std::array<float, 3> at{};
    for (int atom = 0; atom < atoms; ++atom) {
      for (float& axis : at) axis += step(random);
      symbols.emplace_back(kElements[random() % kElements.size()]);
      points.push_back(at);
    }
  }
};

struct TextPlan {
  recipes::PreparedVocabulary vocabulary;
  int prompt = 0;    ///< words, molecule tokens not counted.
  int answer = 0;    ///< words.
  int molecule = 0;  ///< molecule tokens in the prompt.
};

Result<void> writeData(const std::filesystem::path& path, const TextPlan& text, int examples) {
  std::mt19937 random(5);
  recipes::PreparedDatasetBuilder builder(text.vocabulary);
  constexpr int kFirstWord = 104;  // behind the marks of either vocabulary
  const auto words = [&](std::vector<TokenId>& row, int count) {
    const auto kinds = static_cast<std::uint32_t>(text.vocabulary.size - kFirstWord);
    for (int i = 0; i < count; ++i) {
      row.emplace_back(kFirstWord + static_cast<std::int32_t>(random() % kinds));
    }
  };
  for (int i = 0; i < examples; ++i) {
    const Coil coil(random);
    const std::vector<std::vector<std::array<float, 3>>> conformers = {coil.points};
    const auto structure = builder.addStructure(coil.symbols, conformers);
    if (!structure) return tl::unexpected(structure.error());
    recipes::PreparedDatasetBuilder::Example example;
    example.structure = *structure;
    example.source = example.task = "made up";
    example.prompt.assign(static_cast<std::size_t>(text.molecule), text.vocabulary.molecule);
    words(example.prompt, text.prompt);
    words(example.answer, text.answer);
    if (Result<void> added = builder.addExample(example); !added) return added;
  }
  return builder.write(path, "made up");
}

Result<TrainSubject> subject(std::string name, recipes::Objective objective,
                             recipes::ModelSizes model, const std::filesystem::path& folder,
                             const TextPlan& text, int examples) {
  TrainSubject made;
  made.recipe.name = made.name = std::move(name);
  made.recipe.objective = objective;
  made.recipe.model = std::move(model);
  made.recipe.batch.examples = examples;
  made.data = folder / (made.name + ".safetensors");
  made.examples.resize(static_cast<std::size_t>(examples));
  std::iota(made.examples.begin(), made.examples.end(), std::size_t{0});
  if (Result<void> written = writeData(made.data, text, examples * kBatches); !written) {
    return tl::unexpected(written.error());
  }
  return made;
}

}  // namespace

Result<std::vector<TrainSubject>> trainSubjects(const std::string& shape,
                                                const std::filesystem::path& folder) {
  const Result<Sizes> sizes = sizesNamed(shape);
  if (!sizes) return tl::unexpected(sizes.error());
  using recipes::Objective;
  const recipes::PreparedVocabulary none{200, TokenId(1), TokenId(2), TokenId(0), TokenId(3)};
  auto encoder = subject("encoder", Objective::Denoising, sizes->unimol, folder, {none, 0, 0, 0},
                         sizes->structures);
  if (!encoder) return tl::unexpected(encoder.error());
  encoder->recipe.parts.encoder = recipes::Learning::Full;

  molm::Stage1Config pairs{sizes->unimol, sizes->qformer, {}};
  pairs.pretraining.textMaxLength = sizes->words;
  pairs.pretraining.decoderStartId = sizes->qformer.vocab - 1;
  const recipes::PreparedVocabulary pieces{sizes->qformer.vocab, TokenId(102), TokenId(103),
                                           TokenId(0), TokenId(101)};
  auto stage1 = subject("stage 1", Objective::Representation, pairs, folder,
                        {pieces, 0, sizes->words, 0}, sizes->pairs);
  if (!stage1) return tl::unexpected(stage1.error());

  molm::Config answers;
  answers.unimol = sizes->unimol;
  answers.qformer = sizes->qformer;
  answers.qformer.textPath = false;
  answers.llama = sizes->llama;
  const int V = sizes->llama.vocab;
  const recipes::PreparedVocabulary tokens{V, TokenId(1), TokenId(2), TokenId(V - 2),
                                           TokenId(V - 1)};
  const int Q = sizes->qformer.queryTokens;
  const int half = sizes->words / 2;
  auto stage2 = subject("stage 2", Objective::Answers, answers, folder, {tokens, half - Q, half, Q},
                        sizes->answers);
  if (!stage2) return tl::unexpected(stage2.error());
  stage2->recipe.parts.language = recipes::Learning::Lora;
  stage2->recipe.lora = llama::LoraConfig();
  return std::vector<TrainSubject>{*encoder, *stage1, *stage2};
}

}  // namespace molloquy::bench
