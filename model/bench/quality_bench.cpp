#include "model/bench/quality_bench.h"

#include <cmath>
#include <numeric>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/base/atomic_file.h"
#include "model/bench/random_weights.h"
#include "model/generation/sampler.h"
#include "model/native/llama_decoder.h"

namespace molloquy::bench {
namespace {

constexpr int kTexts = 8;
constexpr int kTokens = 96;

/// Tokens of all texts, [kTokens][kTexts].
using Texts = std::vector<std::vector<TokenId>>;

struct Model {
  llama::Config config;
  std::shared_ptr<const native::LlamaWeights> weights;
};

Result<Model> modelOf(const Options& options) {
  if (options.model.empty()) {
    const auto shape = shapeNamed(options.shape);
    if (!shape) return tl::unexpected(shape.error());
    return Model{*shape, randomWeights(*shape, native::Storage::Bfloat16)};
  }
  const auto text = readFile(options.model / "config.json");
  if (!text) return tl::unexpected(text.error());
  const nlohmann::json object = nlohmann::json::parse(*text, nullptr, false);
  if (!object.is_object() || !object.contains("llama")) {
    return fail(ErrorCode::Corrupt, fmt::format("{} is not a model folder with a language model.",
                                                options.model.string()));
  }
  const auto config = llama::configFromJson(object["llama"]);
  if (!config) return tl::unexpected(config.error());
  const auto files = checkpoints::WeightFiles::open(options.model);
  if (!files) return tl::unexpected(files.error());
  auto weights = native::loadLlamaWeights(*files, *config);
  if (!weights) return tl::unexpected(weights.error());
  return Model{*config, *std::move(weights)};
}

/// Walks through the texts; `choose` gets the logits of each step [kTexts, V] and names the next
/// tokens.
template <class Choose>
void walk(const Model& model, int threads, std::stop_token stop, Choose choose) {
  native::LlamaDecoder decoder(model.config, model.weights, {threads});
  const auto V = static_cast<std::size_t>(model.config.vocab);
  std::vector<int> slots(kTexts, 0);
  std::vector<int> parents(kTexts);
  std::iota(parents.begin(), parents.end(), 0);
  std::vector<float> logits(kTexts * V);
  // Different first words, so that the texts differ.
  std::vector<TokenId> tokens;
  for (int i = 0; i < kTexts; ++i) tokens.emplace_back((3 + i * 577) % model.config.vocab);
  decoder.beginSequences(slots, kTokens);
  for (int step = 0; step < kTokens && !stop.stop_requested(); ++step) {
    decoder.step(tokens, parents, logits);
    tokens = choose(step, logits);
  }
}

Texts drawTexts(const Model& model, int threads, std::stop_token stop) {
  Texts texts;
  std::vector<generation::Sampler> samplers;
  for (int i = 0; i < kTexts; ++i) {
    generation::SamplerOptions options;
    options.temperature = 1.0;
    options.seed = static_cast<std::uint64_t>(100 + i);
    samplers.emplace_back(options);
  }
  const auto V = static_cast<std::size_t>(model.config.vocab);
  walk(model, threads, stop, [&](int, std::vector<float>& logits) {
    std::vector<TokenId> next;
    for (std::size_t i = 0; i < kTexts; ++i) {
      next.push_back(samplers[i].next({logits.data() + i * V, V}, {}, {}));
    }
    texts.push_back(next);
    return next;
  });
  return texts;
}

double perplexity(const Model& model, const Texts& texts, int threads, std::stop_token stop) {
  const auto V = static_cast<std::size_t>(model.config.vocab);
  double sum = 0.0;
  walk(model, threads, stop, [&](int step, std::vector<float>& logits) {
    const std::vector<TokenId>& next = texts[static_cast<std::size_t>(step)];
    for (std::size_t i = 0; i < kTexts; ++i) {
      const std::span<const float> row(logits.data() + i * V, V);
      const double top = *std::max_element(row.begin(), row.end());
      double total = 0.0;
      for (const float logit : row) total += std::exp(logit - top);
      sum -= row[static_cast<std::size_t>(next[i].value)] - top - std::log(total);
    }
    return next;
  });
  return std::exp(sum / (kTexts * kTokens));
}

}  // namespace

Result<void> benchQuality(const Options& options, const OnRow& onRow, std::stop_token stop) {
  const Result<Model> model = modelOf(options);
  if (!model) return tl::unexpected(model.error());
  const Texts texts = drawTexts(*model, options.threads, stop);
  if (stop.stop_requested()) return {};
  const double reference = perplexity(*model, texts, options.threads, stop);
  for (const std::string& name : options.types) {
    const auto storage = storageNamed(name);
    if (!storage) return tl::unexpected(storage.error());
    Model other = *model;
    if (*storage != native::Storage::Bfloat16) {
      other.weights = quantizedCopy(*model->weights, *storage, options.threads);
    }
    const double found = perplexity(other, texts, options.threads, stop);
    if (stop.stop_requested()) return {};
    Row row;
    row.what = fmt::format("perplexity {}", name);
    row.limit = "times bf16's";
    row.ratio = found / reference;
    row.note = fmt::format("{:.3f} over {} tokens of the bf16 model's own writing", found,
                           kTexts * kTokens);
    onRow(row);
  }
  return {};
}

}  // namespace molloquy::bench
