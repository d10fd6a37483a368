// The Q-Former alone against the reference's numbers: queries, text, both (cases a, pipe, b, c).
#include <fmt/format.h>
#include <torch/torch.h>

#include "model/nn/attention.h"
#include "model/qformer/graph_mask.h"
#include "model/tools/parity_models.h"

namespace molloquy::parity {
namespace {

using qformer::GraphMaskPolicy;

/// The Q-Former of the set and its queries; text only where the set has its weights.
struct Subject {
  qformer::Config config;
  qformer::QFormer network{nullptr};
  at::Tensor queries;  ///< [1, Q, hidden]
};

std::optional<Subject> subjectOf(GoldenFolder& golden, Report& report) {
  const auto stored = golden.stored({kStage1Weights});
  if (!stored || golden.config().is_null()) return std::nullopt;
  Result<qformer::Config> config = qformer::configFromJson(golden.config().at("qformer"));
  if (!config) {
    report.failed("config.json", config.error().toString());
    return std::nullopt;
  }
  config->textPath = golden.contains(kStage1Weights,
                                     "blip2qformer.Qformer.bert.embeddings.word_embeddings.weight");
  Subject subject{*config, qformer::QFormer(*config), {}};
  torch::nn::Module root;
  root.register_module("Qformer", subject.network);
  subject.queries = root.register_parameter("query_tokens",
                                            torch::empty({1, config->queryTokens, config->hidden}));
  nn::LoadOptions options;
  options.placement = {golden.device(), at::kFloat};
  if (const auto loaded = nn::loadWeights(root, *stored, options); !loaded) {
    report.failed("Q-Former weights", loaded.error().toString());
    return std::nullopt;
  }
  subject.network->eval();
  return subject;
}

/// Queries, and text if given, on graph rows under an additive mask.
qformer::QFormerOutput run(Subject& subject, const at::Tensor& graph, const at::Tensor& graphMask,
                           const molm::TextRows& text = {},
                           std::vector<at::Tensor>* trace = nullptr) {
  qformer::QFormerInput input;
  input.queries = subject.queries.expand({graph.size(0), -1, -1});
  input.graph = graph;
  input.graphMask = graphMask;
  input.textIds = text.ids;
  input.attend = text.attend;
  return subject.network->forward(input, trace);
}

/// Case a: queries on random graph rows under several masks.
void compareQueries(GoldenFolder& golden, Report& report, Subject& subject) {
  const auto stored = [&](const std::string& name) { return golden.tensor(kQFormerFile, name); };
  const auto graph = stored("a.graph_embeds");
  const auto mask = stored("a.mask");
  if (!graph || !mask) return report.absent("qformer a");
  const auto masked = [&](const at::Tensor& readable, std::vector<at::Tensor>* trace = nullptr) {
    return run(subject, *graph, nn::additiveMask(readable).unsqueeze(1).unsqueeze(2), {}, trace)
        .hidden;
  };
  std::vector<at::Tensor> trace;
  report.compare("qformer a.out", masked(mask->ne(0), &trace), stored("a.out"), kHidden);
  for (std::size_t layer = 0; layer < trace.size(); ++layer) {
    const std::string name = fmt::format("a.hidden{}", layer);
    report.compare("qformer " + name, trace[layer], stored(name), kHidden);
  }
  report.compare("qformer a.out_mask_none", run(subject, *graph, {}).hidden,
                 stored("a.out_mask_none"), kHidden);
  if (const auto zeroRow = stored("a.mask_zero_row")) {
    report.compare("qformer a.out_mask_zero_row", masked(zeroRow->ne(0)),
                   stored("a.out_mask_zero_row"), kHidden);
  }
  report.compare("qformer a.out_mask_bool_inverted", masked(mask->eq(0)),
                 stored("a.out_mask_bool_inverted"), kHidden);
}

/// Case pipe: queries on real structures under the reference's and the correct mask.
void comparePipe(GoldenFolder& golden, Report& report, Subject& subject) {
  const auto stored = [&](const std::string& name) { return golden.tensor(kQFormerFile, name); };
  const auto graph = stored("pipe.ln_graph");
  const auto padding = stored("pipe.padding_mask");
  if (!graph || !padding) return report.absent("qformer pipe");
  const auto under = [&](GraphMaskPolicy policy) {
    return run(subject, *graph, qformer::crossAttentionMask(policy, *padding));
  };
  const qformer::QFormerOutput reference = under(GraphMaskPolicy::ReferenceBatch);
  report.compare("qformer pipe.query_out_reference_mask", reference.hidden,
                 stored("pipe.query_out_reference_mask"), kHidden);
  report.compare("qformer pipe.query_out_corrected_mask", under(GraphMaskPolicy::AllTokens).hidden,
                 stored("pipe.query_out_corrected_mask"), kHidden);
  for (std::size_t layer = 0; layer < reference.cache.size(); ++layer) {
    const std::string k = fmt::format("pipe.k{}", layer);
    const std::string v = fmt::format("pipe.v{}", layer);
    report.compare("qformer " + k, reference.cache[layer].keys, stored(k), kHidden);
    report.compare("qformer " + v, reference.cache[layer].values, stored(v), kHidden);
  }
}

/// Case b (text alone) and c (queries and text together).
void compareText(GoldenFolder& golden, Report& report, Subject& subject) {
  const auto stored = [&](const std::string& name) { return golden.tensor(kQFormerFile, name); };
  const auto ids = stored("b.input_ids");
  const auto attend = stored("b.attention_mask");
  if (!ids || !attend || !subject.config.textPath) return report.absent("qformer b, c");
  qformer::QFormerInput text;
  text.textIds = *ids;
  text.attend = *attend;
  const at::Tensor hidden = subject.network->forward(text).hidden;
  report.compare("qformer b.last_hidden", hidden, stored("b.last_hidden"), kHidden);
  report.compare("qformer b.cls", hidden.select(1, 0), stored("b.cls"), kHidden);

  const auto graph = stored("pipe.ln_graph");
  const auto padding = stored("pipe.padding_mask");
  const auto joint = stored("c.attention_mask");
  if (!joint || !graph || !padding) return report.absent("qformer c");
  const at::Tensor mask = qformer::crossAttentionMask(GraphMaskPolicy::ReferenceBatch, *padding);
  report.compare("qformer c.last_hidden", run(subject, *graph, mask, {*ids, *joint}).hidden,
                 stored("c.last_hidden"), kHidden);
}

}  // namespace

void runQFormerCases(GoldenFolder& golden, Report& report) {
  auto subject = subjectOf(golden, report);
  if (!subject) return report.absent("qformer");
  compareQueries(golden, report, *subject);
  comparePipe(golden, report, *subject);
  compareText(golden, report, *subject);
}

}  // namespace molloquy::parity
