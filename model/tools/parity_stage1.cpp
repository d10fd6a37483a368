// The stage-1 network against the reference's numbers: features, matching, captioning and the three
// losses (Q-Former cases pipe, b, c, d, e).
#include <fmt/format.h>
#include <torch/torch.h>

#include "model/tools/parity_models.h"

namespace molloquy::parity {
namespace {

using qformer::GraphMaskPolicy;

/// What the stage-1 cases share.
struct Batch {
  molm::GraphRows graphs;
  molm::TextRows text;
};

std::optional<Batch> storedBatch(GoldenFolder& golden) {
  const auto stored = [&](const char* name) { return golden.tensor(kQFormerFile, name); };
  const auto graph = stored("pipe.ln_graph");
  const auto padding = stored("pipe.padding_mask");
  const auto ids = stored("b.input_ids");
  const auto attend = stored("b.attention_mask");
  if (!graph || !padding || !ids || !attend) return std::nullopt;
  return Batch{{*graph, *padding}, {*ids, *attend}};
}

/// Logit of "match" of every structure (row) with every text (column).
at::Tensor allMatchScores(molm::Stage1Model& model, const Batch& batch) {
  const int64_t B = batch.graphs.rows.size(0);
  std::vector<at::Tensor> rows;
  for (int64_t g = 0; g < B; ++g) {
    const at::Tensor same = at::full({B}, g, batch.text.ids.options());
    rows.push_back(model->matchScores(batch.graphs.select(same), batch.text));
  }
  return at::stack(rows);
}

/// Projected features (b), and pairs judged (c).
void compareFeatures(GoldenFolder& golden, Report& report, molm::Stage1Model& model,
                     const Batch& batch) {
  const auto stored = [&](const std::string& name) { return golden.tensor(kQFormerFile, name); };
  if (const auto graphs = storedGraphs(golden, kUnimolFile, "")) {
    report.compare("stage1 pipe.ln_graph", model->readGraphs(*graphs).rows, stored("pipe.ln_graph"),
                   kHidden);
  }
  const at::Tensor queries = model->query(batch.graphs).hidden;
  report.compare("stage1 b.graph_feats", model->graphFeatures(queries), stored("b.graph_feats"),
                 kHidden);
  report.compare("stage1 b.text_feats", model->textFeatures(batch.text), stored("b.text_feats"),
                 kHidden);
  report.compare("stage1 c.gtm_logits", model->matchLogits(batch.graphs, batch.text),
                 stored("c.gtm_logits"), kHidden);
  report.compare("stage1 c.compute_gtm_3x3", allMatchScores(model, batch),
                 stored("c.compute_gtm_3x3"), kHidden);
}

/// Captioning through the queries' keys and values (d).
void compareCaptioning(GoldenFolder& golden, Report& report, molm::Stage1Model& model,
                       const Batch& batch) {
  const auto stored = [&](const std::string& name) { return golden.tensor(kQFormerFile, name); };
  if (!stored("d.logits")) return report.absent("stage1 d");
  const at::Tensor ids = model->captionInput(batch.text.ids);
  report.compare("stage1 d.decoder_input_ids", ids, stored("d.decoder_input_ids"), kExact);
  const auto& pretraining = model->config().pretraining;
  report.compare("stage1 d.labels", ids.masked_fill(ids.eq(pretraining.padId), -100),
                 stored("d.labels"), kExact);
  const qformer::QFormerOutput queries = model->query(batch.graphs);
  const at::Tensor logits = model->captionLogits(queries.cache, ids, batch.text.attend);
  // Sets keep every n-th position only.
  const int64_t kept = stored("d.logits")->size(1);
  const int64_t every = (logits.size(1) + kept - 1) / kept;
  report.compare("stage1 d.logits", logits.slice(1, 0, {}, every), stored("d.logits"), kLogit);
  report.compare("stage1 d.loss", model->captioningLoss(queries.cache, ids, batch.text.attend),
                 stored("d.loss"), kLoss);
}

/// The whole objective with the negatives that the reference drew (e).
void compareLosses(GoldenFolder& golden, Report& report, molm::Stage1Model& model,
                   const Batch& batch) {
  const auto stored = [&](const std::string& name) { return golden.tensor(kQFormerFile, name); };
  const auto graphs = storedGraphs(golden, kUnimolFile, "");
  const auto graphOfText = stored("e.neg_graph_idx");
  const auto textOfGraph = stored("e.neg_text_idx");
  if (!graphs || !graphOfText || !textOfGraph) return report.absent("stage1 e");
  const at::Tensor graphFeatures = model->graphFeatures(model->query(batch.graphs).hidden);
  const at::Tensor textFeatures = model->textFeatures(batch.text);
  const qformer::Similarities fit = qformer::similarities(
      graphFeatures, textFeatures, graphFeatures, textFeatures, model->config().pretraining);
  report.compare("stage1 e.logits_per_graph", fit.graphToText, stored("e.logits_per_graph"),
                 kLogit);
  report.compare("stage1 e.logits_per_text", fit.textToGraph, stored("e.logits_per_text"), kLogit);
  report.compare("stage1 e.weights_g2t", qformer::negativeWeights(fit.graphToText),
                 stored("e.weights_g2t"), kHidden);
  report.compare("stage1 e.weights_t2g", qformer::negativeWeights(fit.textToGraph),
                 stored("e.weights_t2g"), kHidden);
  molm::Stage1ModelImpl::LossInput input;
  input.graphs = *graphs;
  input.text = batch.text;
  input.negatives = {*graphOfText, *textOfGraph};
  const molm::Stage1Losses losses = model->losses(input);
  report.compare("stage1 e.loss_itc", losses.contrast, stored("e.loss_itc"), kLoss);
  report.compare("stage1 e.loss_itm", losses.matching, stored("e.loss_itm"), kLoss);
  report.compare("stage1 e.loss_lm", losses.captioning, stored("e.loss_lm"), kLoss);
  report.compare("stage1 e.loss", losses.total(), stored("e.loss"), kLoss);
}

}  // namespace

void runStage1Cases(GoldenFolder& golden, Report& report) {
  auto model = stage1Model(golden, report, golden.stored({kStage1Weights}));
  const auto batch = storedBatch(golden);
  if (!model || !batch) return report.absent("stage1");
  compareFeatures(golden, report, *model, *batch);
  if (auto correct = stage1Model(golden, report, golden.stored({kStage1Weights}),
                                 GraphMaskPolicy::AllTokens)) {
    report.compare("stage1 c.joint_corrected_mask_gtm_logits",
                   (*correct)->matchLogits(batch->graphs, batch->text),
                   golden.tensor(kQFormerFile, "c.joint_corrected_mask_gtm_logits"), kHidden);
  }
  compareCaptioning(golden, report, *model, *batch);
  compareLosses(golden, report, *model, *batch);
}

}  // namespace molloquy::parity
