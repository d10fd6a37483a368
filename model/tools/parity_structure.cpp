// Uni-Mol and Q-Former against the reference's numbers.
#include <fmt/format.h>
#include <torch/torch.h>

#include "model/molm/molecule_language_model.h"
#include "model/nn/attention.h"
#include "model/nn/weights.h"
#include "model/qformer/graph_mask.h"
#include "model/tools/parity_report.h"

namespace molloquy::parity {
namespace {

constexpr const char* kUnimolFile = "unimol_io.safetensors";
constexpr const char* kQFormerFile = "qformer_io.safetensors";
constexpr const char* kStage1File = "stage1_init.safetensors";

/// A model with the stage-1 weights; its language model stays empty.
std::optional<molm::MoleculeLanguageModel> stage1Model(GoldenFolder& golden, Report& report) {
  const auto files = golden.files({kStage1File});
  const nlohmann::json sizes = golden.json("config.json");
  if (!files || sizes.is_null()) return std::nullopt;
  const Result<unimol::Config> unimol = unimol::configFromJson(sizes["unimol"]);
  const Result<qformer::Config> qformer = qformer::configFromJson(sizes["qformer"]);
  const Result<llama::Config> llama = llama::configFromJson(sizes["llama"]);
  if (!unimol || !qformer || !llama) {
    report.failed("config.json", "it does not describe the three networks");
    return std::nullopt;
  }
  molm::Config config;
  config.unimol = *unimol;
  config.qformer = *qformer;
  config.llama = *llama;
  config.qformer.textPath =
      golden.tensor(kStage1File, "blip2qformer.Qformer.bert.embeddings.word_embeddings.weight")
          .has_value();
  molm::MoleculeLanguageModel model(config);
  nn::LoadOptions options;
  options.missing = nn::LoadOptions::Missing::Allow;
  if (const Result<std::size_t> loaded = nn::loadWeights(*model, *files, options); !loaded) {
    report.failed(kStage1File, loaded.error().toString());
    return std::nullopt;
  }
  model->eval();
  return model;
}

/// Tokens, distances and edge types from the raw structures.
void compareInputs(GoldenFolder& golden, Report& report, const unimol::Config& config) {
  const nlohmann::json molecules = golden.json("molecules.json");
  const nlohmann::json order = golden.json("config.json")["molecules_in_dataset_order"];
  if (molecules.is_null() || order.is_null()) return report.absent("unimol input");
  std::map<std::string, nlohmann::json> byName;
  for (const nlohmann::json& record : molecules["molecules"]) {
    byName[record["name"].get<std::string>()] = record;
  }
  std::vector<unimol::TokenizedMolecule> tokenized;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const nlohmann::json& record = byName[order[i].get<std::string>()];
    const auto molecule = unimol::tokenizeAtoms(
        record["atoms"].get<std::vector<std::string>>(),
        record["coordinates_f32"].get<std::vector<std::array<float, 3>>>(), config);
    if (!molecule) return report.failed("unimol input", molecule.error().toString());
    const unimol::GraphBatch alone =
        unimol::collateGraphs(std::span(&*molecule, 1), config, unimol::GraphPadding::Tight);
    const std::string name = fmt::format("mol{}.", i);
    const auto stored = [&](const char* part) { return golden.tensor(kUnimolFile, name + part); };
    report.compare("unimol " + name + "tokens", alone.tokens[0], stored("tokens"), kExact);
    report.compare("unimol " + name + "edge_type", alone.edgeTypes[0], stored("edge_type"), kExact);
    report.compare("unimol " + name + "distance", alone.distances[0], stored("distance"),
                   kDistance);
    tokenized.push_back(*molecule);
  }
  const unimol::GraphBatch batch =
      unimol::collateGraphs(tokenized, config, unimol::GraphPadding::ToMultiple);
  report.compare("unimol tokens", batch.tokens, golden.tensor(kUnimolFile, "tokens"), kExact);
  report.compare("unimol edge_type", batch.edgeTypes, golden.tensor(kUnimolFile, "edge_type"),
                 kExact);
  report.compare("unimol distance", batch.distances, golden.tensor(kUnimolFile, "distance"),
                 kDistance);
  report.compare("unimol batch.padding_mask", batch.paddingMask,
                 golden.tensor(kUnimolFile, "batch.padding_mask"), kExact);
}

/// The stored batch with the given prefix ("" or "withH.").
std::optional<unimol::GraphBatch> storedBatch(GoldenFolder& golden, const std::string& prefix) {
  const auto tokens = golden.tensor(kUnimolFile, prefix + "tokens");
  const auto distances = golden.tensor(kUnimolFile, prefix + "distance");
  const auto edges = golden.tensor(kUnimolFile, prefix + "edge_type");
  if (!tokens || !distances || !edges) return std::nullopt;
  return unimol::GraphBatch{*tokens, *distances, *edges, tokens->eq(unimol::Config::kPad)};
}

/// One row of a stored batch, cut to `width` columns.
unimol::GraphBatch rowOf(const unimol::GraphBatch& batch, int64_t row, int64_t width) {
  const auto cut = [&](const at::Tensor& x) {
    at::Tensor part = x.narrow(0, row, 1).narrow(1, 0, width);
    return (x.dim() == 3 ? part.narrow(2, 0, width) : part).contiguous();
  };
  unimol::GraphBatch one{cut(batch.tokens), cut(batch.distances), cut(batch.edgeTypes), {}};
  const at::Tensor mask = one.tokens.eq(unimol::Config::kPad);
  if (mask.any().item<bool>()) one.paddingMask = mask;
  return one;
}

void compareEncoder(GoldenFolder& golden, Report& report, unimol::Encoder& encoder) {
  const auto batch = storedBatch(golden, "");
  if (!batch) return report.absent("unimol batch");
  unimol::EncoderTrace trace;
  const at::Tensor encoded = encoder->forward(*batch, &trace);
  const auto stored = [&](const std::string& name) { return golden.tensor(kUnimolFile, name); };
  if (encoded.size(0) > 2) {
    report.compare("unimol batch.gbf_mol2_row1", trace.gaussians[2][1],
                   stored("batch.gbf_mol2_row1"), kHidden);
  }
  report.compare("unimol batch.attn_bias", trace.pairBias.permute({0, 2, 3, 1}),
                 stored("batch.attn_bias"), kHidden);
  for (std::size_t layer = 0; layer < trace.layers.size(); ++layer) {
    const std::string name = fmt::format("batch.layer{}.x", layer);
    report.compare("unimol " + name, trace.layers[layer], stored(name), kHidden);
  }
  report.compare("unimol batch.encoder_rep", encoded, stored("batch.encoder_rep"), kHidden);
  const at::Tensor pairs = trace.pairs.permute({0, 2, 3, 1});
  const at::Tensor finite = at::where(pairs.isinf(), at::zeros_like(pairs), pairs);
  report.compare("unimol batch.pair_rep", finite, stored("batch.pair_rep"), kHidden);

  const at::Tensor atoms = batch->tokens.ne(unimol::Config::kPad).sum(1);
  for (int64_t row = 0; row < batch->tokens.size(0); ++row) {
    const std::string single = fmt::format("single{}.encoder_rep", row);
    const int64_t width = atoms[row].item<int64_t>();
    report.compare("unimol " + single, encoder->forward(rowOf(*batch, row, width)), stored(single),
                   kHidden);
    const std::string collated = "collated_" + single;
    if (const auto rep = stored(collated)) {
      report.compare("unimol " + collated, encoder->forward(rowOf(*batch, row, rep->size(1))), rep,
                     kHidden);
    }
  }
  if (const auto withHydrogens = storedBatch(golden, "withH.")) {
    report.compare("unimol withH.encoder_rep", encoder->forward(*withHydrogens),
                   stored("withH.encoder_rep"), kHidden);
  }
}

/// Case a: queries on random graph rows under several masks.
void compareQueries(GoldenFolder& golden, Report& report, molm::MoleculeLanguageModel& model) {
  const auto stored = [&](const std::string& name) { return golden.tensor(kQFormerFile, name); };
  const auto graph = stored("a.graph_embeds");
  const auto mask = stored("a.mask");
  if (!graph || !mask) return report.absent("qformer a");
  const auto run = [&](const at::Tensor& readable, qformer::QFormerTrace* trace = nullptr) {
    qformer::QFormerInput input;
    input.queries = model->queryTokens().expand({graph->size(0), -1, -1});
    input.graph = *graph;
    if (readable.defined()) input.graphMask = nn::additiveMask(readable).unsqueeze(1).unsqueeze(2);
    return model->queryTransformer()->forward(input, trace);
  };
  qformer::QFormerTrace trace;
  report.compare("qformer a.out", run(mask->ne(0), &trace), stored("a.out"), kHidden);
  for (std::size_t layer = 0; layer < trace.hidden.size(); ++layer) {
    const std::string name = fmt::format("a.hidden{}", layer);
    report.compare("qformer " + name, trace.hidden[layer], stored(name), kHidden);
  }
  report.compare("qformer a.out_mask_none", run({}), stored("a.out_mask_none"), kHidden);
  if (const auto zeroRow = stored("a.mask_zero_row")) {
    report.compare("qformer a.out_mask_zero_row", run(zeroRow->ne(0)),
                   stored("a.out_mask_zero_row"), kHidden);
  }
  report.compare("qformer a.out_mask_bool_inverted", run(mask->eq(0)),
                 stored("a.out_mask_bool_inverted"), kHidden);
}

/// Queries, and text if given, on real structures under a mask policy.
at::Tensor onPipe(molm::MoleculeLanguageModel& model, const at::Tensor& graph,
                  const at::Tensor& padding, qformer::GraphMaskPolicy policy,
                  const at::Tensor& textIds = {}, const at::Tensor& attend = {},
                  qformer::QFormerTrace* trace = nullptr) {
  qformer::QFormerInput input;
  input.queries = model->queryTokens().expand({graph.size(0), -1, -1});
  input.graph = graph;
  input.graphMask = qformer::crossAttentionMask(policy, padding);
  input.textIds = textIds;
  input.attend = attend;
  return model->queryTransformer()->forward(input, trace);
}

void comparePipe(GoldenFolder& golden, Report& report, molm::MoleculeLanguageModel& model) {
  const auto stored = [&](const std::string& name) { return golden.tensor(kQFormerFile, name); };
  const auto graph = stored("pipe.ln_graph");
  const auto padding = stored("pipe.padding_mask");
  if (!graph || !padding) return report.absent("qformer pipe");
  if (const auto batch = storedBatch(golden, "")) {
    molm::MoleculeTrace trace;
    model->encodeMolecules(*batch, &trace);
    report.compare("qformer pipe.ln_graph", trace.normed, graph, kHidden);
  }
  qformer::QFormerTrace trace;
  report.compare(
      "qformer pipe.query_out_reference_mask",
      onPipe(model, *graph, *padding, qformer::GraphMaskPolicy::ReferenceBatch, {}, {}, &trace),
      stored("pipe.query_out_reference_mask"), kHidden);
  report.compare("qformer pipe.query_out_corrected_mask",
                 onPipe(model, *graph, *padding, qformer::GraphMaskPolicy::AllTokens),
                 stored("pipe.query_out_corrected_mask"), kHidden);
  for (std::size_t layer = 0; layer < trace.keys.size(); ++layer) {
    const std::string k = fmt::format("pipe.k{}", layer);
    const std::string v = fmt::format("pipe.v{}", layer);
    if (stored(k)) report.compare("qformer " + k, trace.keys[layer], stored(k), kHidden);
    if (stored(v)) report.compare("qformer " + v, trace.values[layer], stored(v), kHidden);
  }
}

/// A stage-1 head's weights, applied.
at::Tensor head(GoldenFolder& golden, const std::string& name, const at::Tensor& x) {
  const auto weight = golden.tensor(kStage1File, "blip2qformer." + name + ".weight");
  const auto bias = golden.tensor(kStage1File, "blip2qformer." + name + ".bias");
  return weight && bias ? at::linear(x, *weight, *bias) : at::Tensor();
}

at::Tensor unit(const at::Tensor& x) {
  return x / x.norm(2, -1, /*keepdim=*/true).clamp_min(1e-12);
}

/// Case b (text alone) and c (queries and text together).
void compareText(GoldenFolder& golden, Report& report, molm::MoleculeLanguageModel& model) {
  const auto stored = [&](const std::string& name) { return golden.tensor(kQFormerFile, name); };
  const auto ids = stored("b.input_ids");
  const auto attend = stored("b.attention_mask");
  const auto graph = stored("pipe.ln_graph");
  const auto padding = stored("pipe.padding_mask");
  if (!ids || !attend || !graph || !padding || !model->config().qformer.textPath) {
    return report.absent("qformer b, c");
  }
  qformer::QFormerInput text;
  text.textIds = *ids;
  text.attend = *attend;
  const at::Tensor hidden = model->queryTransformer()->forward(text);
  report.compare("qformer b.last_hidden", hidden, stored("b.last_hidden"), kHidden);
  const at::Tensor cls = hidden.select(1, 0);
  report.compare("qformer b.cls", cls, stored("b.cls"), kHidden);
  report.compare("qformer b.text_feats", unit(head(golden, "text_proj", cls)),
                 stored("b.text_feats"), kHidden);
  const auto reference = qformer::GraphMaskPolicy::ReferenceBatch;
  report.compare("qformer b.graph_feats",
                 unit(head(golden, "graph_proj", onPipe(model, *graph, *padding, reference))),
                 stored("b.graph_feats"), kHidden);

  const auto joint = stored("c.attention_mask");
  if (!joint) return report.absent("qformer c");
  const int64_t queries = model->queryTokens().size(1);
  const auto match = [&](const at::Tensor& rows) {
    return head(golden, "gtm_head", rows.narrow(1, 0, queries)).mean(1);  // [B, 2]
  };
  const at::Tensor both = onPipe(model, *graph, *padding, reference, *ids, *joint);
  report.compare("qformer c.last_hidden", both, stored("c.last_hidden"), kHidden);
  report.compare("qformer c.gtm_logits", match(both), stored("c.gtm_logits"), kHidden);
  report.compare(
      "qformer c.joint_corrected_mask_gtm_logits",
      match(onPipe(model, *graph, *padding, qformer::GraphMaskPolicy::AllTokens, *ids, *joint)),
      stored("c.joint_corrected_mask_gtm_logits"), kHidden);
  std::vector<at::Tensor> rows;
  const int64_t B = graph->size(0);
  for (int64_t g = 0; g < B; ++g) {
    const at::Tensor repeated = graph->narrow(0, g, 1).expand({B, -1, -1});
    const at::Tensor mask = padding->narrow(0, g, 1).expand({B, -1});
    rows.push_back(match(onPipe(model, repeated, mask, reference, *ids, *joint)).select(1, 1));
  }
  report.compare("qformer c.compute_gtm_3x3", at::stack(rows), stored("c.compute_gtm_3x3"),
                 kHidden);
}

}  // namespace

void runUnimolCases(GoldenFolder& golden, Report& report) {
  auto model = stage1Model(golden, report);
  if (!model) return report.absent("unimol");
  compareInputs(golden, report, (*model)->config().unimol);
  compareEncoder(golden, report, (*model)->encoder());
}

void runQFormerCases(GoldenFolder& golden, Report& report) {
  auto model = stage1Model(golden, report);
  if (!model) return report.absent("qformer");
  compareQueries(golden, report, *model);
  comparePipe(golden, report, *model);
  compareText(golden, report, *model);
}

}  // namespace molloquy::parity
