// What padding and masks may change and what not, on the set's weights and structures. Nothing is
// stored for these cases: two ways of one network are compared.
#include <fmt/format.h>
#include <torch/torch.h>

#include "model/tools/parity_models.h"

namespace molloquy::parity {
namespace {

using qformer::GraphMaskPolicy;

/// The same structure with `pads` rows of padding.
unimol::GraphBatch withPads(const unimol::GraphBatch& one, int64_t pads) {
  const auto wider = [pads](const at::Tensor& x) {
    const std::vector<int64_t> margins =
        x.dim() == 3 ? std::vector<int64_t>{0, pads, 0, pads} : std::vector<int64_t>{0, pads};
    return at::constant_pad_nd(x, margins, 0);
  };
  unimol::GraphBatch padded{wider(one.tokens), wider(one.distances), wider(one.edgeTypes), {}};
  padded.paddingMask = padded.tokens.eq(unimol::Config::kPad);
  return padded;
}

at::Tensor queried(molm::Stage1Model& model, const unimol::GraphBatch& graphs) {
  return model->query(model->readGraphs(graphs)).hidden;
}

/// Rows of atoms do not see padding, and all padding rows are alike.
void comparePads(Report& report, molm::Stage1Model& model, const unimol::GraphBatch& alone,
                 int64_t row) {
  const at::Tensor want = model->encodeGraphs(alone);
  const int64_t own = want.size(1);
  for (const int64_t pads : {1, 6, 40}) {
    const at::Tensor padded = model->encodeGraphs(withPads(alone, pads));
    report.compare(fmt::format("masks mol{} rows with {} pads", row, pads),
                   padded.narrow(1, 0, own), want, kDistance);
    const at::Tensor spare = padded.narrow(1, own, pads);
    report.compare(fmt::format("masks mol{} {} pads alike", row, pads), spare,
                   spare.narrow(1, 0, 1).expand_as(spare), kDistance);
  }
}

struct Policies {
  molm::Stage1Model all;
  molm::Stage1Model pads;
  molm::Stage1Model reference;
};

void comparePolicies(Report& report, Policies& models, const unimol::GraphBatch& graphs,
                     int64_t row) {
  const auto label = [row](const char* what) { return fmt::format("masks mol{} {}", row, what); };
  const unimol::GraphBatch alone = oneGraph(graphs, row);
  const int64_t width = graphs.tokens.size(1);
  report.compare(label("AllTokens: alone = batch"), queried(models.all, alone),
                 queried(models.all, graphs).narrow(0, row, 1), kHidden);
  report.compare(label("ReferenceBatch alone = AllTokens"), queried(models.reference, alone),
                 queried(models.all, alone), kHidden);
  const at::Tensor mixed = queried(models.reference, graphs).narrow(0, row, 1);
  if (alone.tokens.size(1) < width) {
    report.compare(label("PadReadout, one pad = ReferenceBatch"),
                   queried(models.pads, withPads(alone, 1)), mixed, kHidden);
    return;
  }
  // It fills the width: every row weighs the same, and the mean of the values is the value of the
  // mean row.
  molm::GraphRows mean = models.reference->readGraphs(alone);
  mean.rows = mean.rows.mean(1, /*keepdim=*/true);
  report.compare(label("ReferenceBatch = mean of its rows"), models.all->query(mean).hidden, mixed,
                 kHidden);
}

/// With other weights for where to look, reading padding gives the same, reading atoms does not.
void compareRedrawn(Report& report, Policies& models, const unimol::GraphBatch& graphs) {
  const unimol::GraphBatch padded = withPads(graphs, 1);
  const at::Tensor pads = queried(models.pads, padded);
  const at::Tensor all = queried(models.all, padded);
  for (molm::Stage1Model* model : {&models.pads, &models.all}) {
    torch::manual_seed(1);
    for (auto& parameter : (*model)->named_parameters()) {
      const std::string& name = parameter.key();
      if (name.find("crossattention.self.query.weight") != std::string::npos ||
          name.find("crossattention.self.key.weight") != std::string::npos) {
        parameter.value().normal_(0.0, 1.0);
      }
    }
  }
  report.compare("masks PadReadout ignores query and key", queried(models.pads, padded), pads,
                 kHidden);
  const double change = (queried(models.all, padded) - all).abs().max().item<double>();
  if (change > kLogit) {
    report.compareMany("masks AllTokens depends on query and key", 1, 0, "");
  } else {
    report.failed("masks AllTokens depends on query and key", fmt::format("changed {}", change));
  }
}

/// Captioning: a word changes nothing before it, padding changes nothing at all.
void compareCaptionMask(GoldenFolder& golden, Report& report, molm::Stage1Model& model,
                        const unimol::GraphBatch& graphs) {
  const auto ids = golden.tensor(kQFormerFile, "b.input_ids");
  const auto attend = golden.tensor(kQFormerFile, "b.attention_mask");
  if (!ids || !attend) return report.absent("masks captioning");
  const qformer::QFormerOutput queries = model->query(model->readGraphs(graphs));
  const auto logits = [&](const at::Tensor& text) {
    return model->captionLogits(queries.cache, model->captionInput(text), *attend);
  };
  const int64_t other = model->config().pretraining.sepId;
  const at::Tensor before = logits(*ids);
  const int64_t changed = ids->size(1) / 8;
  at::Tensor later = ids->clone();
  later.select(1, changed).fill_(other);
  report.compare("masks captioning: a later word", logits(later).narrow(1, 0, changed),
                 before.narrow(1, 0, changed), kDistance);
  const at::Tensor real = attend->ne(0).unsqueeze(-1);
  const at::Tensor padded = at::where(attend->ne(0), *ids, at::full_like(*ids, other));
  report.compare("masks captioning: padding", logits(padded) * real, before * real, kDistance);
}

}  // namespace

void runMaskPolicyCases(GoldenFolder& golden, Report& report) {
  const auto stored = golden.stored({kStage1Weights});
  const auto graphs = storedGraphs(golden, kUnimolFile, "");
  auto all = stage1Model(golden, report, stored, GraphMaskPolicy::AllTokens);
  auto pads = stage1Model(golden, report, stored, GraphMaskPolicy::PadReadout);
  auto reference = stage1Model(golden, report, stored, GraphMaskPolicy::ReferenceBatch);
  if (!all || !pads || !reference || !graphs) return report.absent("masks");
  Policies models{*all, *pads, *reference};
  for (int64_t row = 0; row < graphs->tokens.size(0); ++row) {
    comparePads(report, *all, oneGraph(*graphs, row), row);
    comparePolicies(report, models, *graphs, row);
  }
  compareCaptionMask(golden, report, *reference, *graphs);
  compareRedrawn(report, models, *graphs);
}

}  // namespace molloquy::parity
