#include "model/tools/parity_models.h"

#include <torch/torch.h>

#include <algorithm>

namespace molloquy::parity {
namespace {

/// Sets may leave out what only stage 1 uses.
bool holdsText(const nn::StoredTensors& stored) {
  return std::ranges::any_of(stored, [](const nn::StoredTensor& tensor) {
    return tensor.name.ends_with("embeddings.word_embeddings.weight");
  });
}

/// Moves a fresh network to the device, fills it and switches training off.
template <class Network>
bool fill(Network& network, torch::nn::Module& root, const nn::StoredTensors& stored,
          GoldenFolder& golden, Report& report, const std::string& what) {
  nn::LoadOptions options;
  options.placement = {golden.device(), at::kFloat};
  const Result<std::size_t> loaded = nn::loadWeights(root, stored, options);
  if (!loaded) {
    report.failed(what, loaded.error().toString());
    return false;
  }
  network->eval();
  return true;
}

}  // namespace

std::optional<molm::Stage1Model> stage1Model(GoldenFolder& golden, Report& report,
                                             const std::optional<nn::StoredTensors>& stored,
                                             qformer::GraphMaskPolicy policy) {
  if (!stored || golden.config().is_null() || !holdsText(*stored)) return std::nullopt;
  Result<molm::Stage1Config> config = molm::stage1ConfigFromJson(golden.config());
  if (!config) {
    report.failed("config.json", config.error().toString());
    return std::nullopt;
  }
  config->graphMask = policy;
  molm::Stage1Model model(*config);
  if (!fill(model, *model, *stored, golden, report, "stage 1 weights")) return std::nullopt;
  return model;
}

std::optional<molm::MoleculeLanguageModel> stage2Model(
    GoldenFolder& golden, Report& report, const std::optional<nn::StoredTensors>& stored,
    qformer::GraphMaskPolicy policy) {
  const nlohmann::json& sizes = golden.config();
  if (!stored || sizes.is_null()) return std::nullopt;
  nlohmann::json object = {{"unimol", sizes.at("unimol")},
                           {"qformer", sizes.at("qformer")},
                           {"llama", sizes.at("llama")},
                           {"graph_mask", qformer::toString(policy)},
                           {"answer_prefix_bos", true}};
  object["llama"]["lora"] = sizes.at("lora");
  object["special_tokens"] = {{"begin", sizes.at("llama").at("eos")},
                              {"end", sizes.at("llama").at("eos")},
                              {"pad", sizes.at("llama").at("pad")},
                              {"molecule", sizes.at("llama").at("mol")}};
  const Result<molm::Config> config = molm::configFromJson(object);
  if (!config) {
    report.failed("config.json", config.error().toString());
    return std::nullopt;
  }
  molm::MoleculeLanguageModel model(*config);
  if (!fill(model, *model, *stored, golden, report, "stage 2 weights")) return std::nullopt;
  return model;
}

std::optional<nn::StoredTensors> stage2Weights(GoldenFolder& golden) {
  return golden.stored({kStage1Weights, kFrozenWeights, kTrainableWeights});
}

std::optional<llama::Decoder> languageModel(GoldenFolder& golden, Report& report,
                                            const llama::Config& config,
                                            const std::vector<std::string>& files) {
  const auto stored = golden.stored(files);
  if (!stored) return std::nullopt;
  llama::Decoder decoder(config);
  torch::nn::Module root;
  root.register_module("llm_model", decoder);
  if (!fill(decoder, root, *stored, golden, report, files.front())) return std::nullopt;
  return decoder;
}

std::optional<llama::Config> languageConfig(GoldenFolder& golden, Adapters adapters) {
  const nlohmann::json& all = golden.config();
  const bool adapted = adapters == Adapters::With;
  if (!all.contains("llama") || (adapted && !all.contains("lora"))) return std::nullopt;
  nlohmann::json sizes = all["llama"];
  if (adapted) sizes["lora"] = all["lora"];
  const Result<llama::Config> config = llama::configFromJson(sizes);
  return config ? std::optional(*config) : std::nullopt;
}

std::optional<unimol::GraphBatch> storedGraphs(GoldenFolder& golden, const std::string& file,
                                               const std::string& prefix) {
  const auto tokens = golden.tensor(file, prefix + "tokens");
  const auto distances = golden.tensor(file, prefix + "distance");
  const auto edges = golden.tensor(file, prefix + "edge_type");
  if (!tokens || !distances || !edges) return std::nullopt;
  unimol::GraphBatch batch{*tokens, *distances, *edges, {}};
  const at::Tensor mask = tokens->eq(unimol::Config::kPad);
  if (mask.any().item<bool>()) batch.paddingMask = mask;
  return batch;
}

unimol::GraphBatch oneGraph(const unimol::GraphBatch& batch, int64_t row, int64_t width) {
  const int64_t own = batch.tokens[row].ne(unimol::Config::kPad).sum().item<int64_t>();
  const int64_t columns = width > 0 ? width : own;
  const auto cut = [&](const at::Tensor& x) {
    const at::Tensor part = x.narrow(0, row, 1).narrow(1, 0, columns);
    return (x.dim() == 3 ? part.narrow(2, 0, columns) : part).contiguous();
  };
  unimol::GraphBatch one{cut(batch.tokens), cut(batch.distances), cut(batch.edgeTypes), {}};
  if (columns > own) one.paddingMask = one.tokens.eq(unimol::Config::kPad);
  return one;
}

int64_t collatedWidth(const unimol::GraphBatch& batch, int64_t row, const unimol::Config& config) {
  const int64_t own = batch.tokens[row].ne(unimol::Config::kPad).sum().item<int64_t>();
  return (own + config.padToMultiple - 1) / config.padToMultiple * config.padToMultiple;
}

at::Tensor moleculeRows(const at::Tensor& ids, const molm::Config& config) {
  return ids.reshape({-1}).eq(config.special.molecule.value).nonzero().view({-1});
}

}  // namespace molloquy::parity
