#include "model/molm/molecule_batches.h"

#include <torch/torch.h>

#include <algorithm>
#include <numeric>

namespace molloquy::molm {
namespace {

using Plan = std::vector<std::vector<std::size_t>>;

/// The encoder's work on `count` structures of at most `rows` rows: it is quadratic in them.
double pairs(std::size_t count, std::size_t rows) {
  return static_cast<double>(count) * static_cast<double>(rows) * static_cast<double>(rows);
}

Plan inGivenOrder(std::size_t structures, std::size_t most) {
  Plan plan;
  for (std::size_t i = 0; i < structures; ++i) {
    if (i % most == 0) plan.emplace_back();
    plan.back().push_back(i);
  }
  return plan;
}

Plan byLength(std::span<const std::size_t> rowCounts, std::size_t most) {
  constexpr double kLeastUseful = 0.8;
  std::vector<std::size_t> order(rowCounts.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return rowCounts[a] < rowCounts[b]; });
  Plan plan;
  double useful = 0.0;
  for (const std::size_t i : order) {
    const double own = pairs(1, rowCounts[i]);
    const bool fits = !plan.empty() && plan.back().size() < most &&
                      useful + own >= kLeastUseful * pairs(plan.back().size() + 1, rowCounts[i]);
    if (!fits) {
      plan.emplace_back();
      useful = 0.0;
    }
    plan.back().push_back(i);
    useful += own;
  }
  return plan;
}

}  // namespace

Plan planMoleculeBatches(std::span<const std::size_t> rowCounts, qformer::GraphMaskPolicy policy,
                         std::size_t most) {
  TORCH_CHECK(most >= 1, "planMoleculeBatches: batches of no structure");
  return policy == qformer::GraphMaskPolicy::ReferenceBatch ? inGivenOrder(rowCounts.size(), most)
                                                            : byLength(rowCounts, most);
}

unimol::GraphBatch collateForPolicy(std::span<const unimol::TokenizedMolecule> molecules,
                                    const Config& config) {
  unimol::Config padding = config.unimol;
  switch (config.graphMask) {
    case qformer::GraphMaskPolicy::AllTokens:
      return unimol::collateGraphs(molecules, padding, unimol::GraphPadding::Tight);
    case qformer::GraphMaskPolicy::PadReadout:
      padding.padToMultiple = 1;
      return unimol::collateGraphs(molecules, padding, unimol::GraphPadding::AtLeastOnePad);
    case qformer::GraphMaskPolicy::ReferenceBatch:
      break;
  }
  return unimol::collateGraphs(molecules, padding, unimol::GraphPadding::ToMultiple);
}

at::Tensor encodeMoleculeList(MoleculeLanguageModel& model,
                              std::span<const unimol::TokenizedMolecule> molecules,
                              const MoleculeBatchOptions& options) {
  TORCH_CHECK(!molecules.empty(), "encodeMoleculeList: no structures");
  std::vector<std::size_t> rowCounts;
  for (const unimol::TokenizedMolecule& molecule : molecules) {
    rowCounts.push_back(molecule.tokens.size());
  }
  at::Tensor soft;
  for (const auto& batch :
       planMoleculeBatches(rowCounts, model->config().graphMask, options.most)) {
    if (options.stop.stop_requested()) return {};
    std::vector<unimol::TokenizedMolecule> chosen;
    for (const std::size_t i : batch) chosen.push_back(molecules[i]);
    const unimol::GraphBatch graphs = collateForPolicy(chosen, model->config()).to(model->device());
    const at::Tensor rows = options.rows ? options.rows(graphs) : model->encodeGraphs(graphs);
    const at::Tensor some = model->queryMolecules(rows, graphs.paddingMask);  // [B, Q, D]
    if (!soft.defined()) {
      const auto M = static_cast<std::int64_t>(molecules.size());
      soft = at::empty({M, some.size(1), some.size(2)}, some.options());
    }
    const at::Tensor places =
        torch::tensor(std::vector<std::int64_t>(batch.begin(), batch.end()), torch::kInt64)
            .to(soft.device());
    soft.index_copy_(0, places, some);
  }
  return soft;
}

}  // namespace molloquy::molm
