#include "model/train/representation_objective.h"

#include <torch/torch.h>

#include <algorithm>

#include "model/molm/stage1_folder.h"
#include "model/nn/torch_compat.h"
#include "model/qformer/graph_mask.h"
#include "model/train/activations.h"
#include "model/train/structure_batch.h"

namespace molloquy::train {
namespace {

constexpr std::int64_t kNoLabel = -100;

struct PairsBatch : MicroBatch {
  unimol::GraphBatch graphs;
  molm::TextRows text;

  void pin() override {
    graphs = pinned(graphs);
    text = {text.ids.pin_memory(), text.attend.pin_memory()};
  }
};

/// The reference crashes without padding in a stage-1 batch; ours attends to all rows then.
unimol::GraphPadding paddingOf(const molm::Stage1Config& config) {
  return qformer::paddingFor(config.graphMask);
}

}  // namespace

RepresentationObjective::RepresentationObjective(molm::Stage1Model model,
                                                 const recipes::PreparedDataset& data,
                                                 const recipes::Recipe& recipe)
    : m_model(std::move(model)), m_data(data), m_recipe(recipe) {
  m_model->setActivations(activationsOf(recipe));
}

recipes::Learning RepresentationObjective::learningOf(const std::string& parameter) const {
  return parameter.starts_with("graph_encoder.") ? m_recipe.parts.encoder : m_recipe.parts.qformer;
}

std::int64_t RepresentationObjective::longestText(const recipes::BatchIndices& examples) const {
  constexpr std::int64_t kMultiple = 8;
  std::size_t longest = 1;
  for (const std::size_t example : examples) {
    longest = std::max(longest, m_data.answer(example).size());
  }
  return (static_cast<std::int64_t>(longest) + kMultiple - 1) / kMultiple * kMultiple;
}

molm::TextRows RepresentationObjective::textRows(const recipes::BatchIndices& examples) const {
  const qformer::PretrainingConfig& heads = m_model->config().pretraining;
  const auto B = static_cast<std::int64_t>(examples.size());
  // OPTIMIZATION: the reference pads to textMaxLength; what is behind the longest text of a batch
  // changes no result, as nothing reads it and nothing is learnt there.
  const std::int64_t L = std::min<std::int64_t>(heads.textMaxLength, longestText(examples));
  molm::TextRows rows{torch::full({B, L}, heads.padId, torch::kInt64),
                      torch::zeros({B, L}, torch::kInt64)};
  for (std::int64_t b = 0; b < B; ++b) {
    const std::vector<TokenId> ids = m_data.answer(examples[static_cast<std::size_t>(b)]);
    TORCH_CHECK(static_cast<std::int64_t>(ids.size()) <= L, "a text has ", ids.size(),
                " tokens, the network reads ", heads.textMaxLength);
    for (std::size_t t = 0; t < ids.size(); ++t) {
      rows.ids.data_ptr<std::int64_t>()[b * L + static_cast<std::int64_t>(t)] = ids[t].value;
      rows.attend.data_ptr<std::int64_t>()[b * L + static_cast<std::int64_t>(t)] = 1;
    }
  }
  return rows;
}

std::unique_ptr<MicroBatch> RepresentationObjective::collate(const recipes::BatchIndices& examples,
                                                             std::uint64_t seed) const {
  const molm::Stage1Config& config = m_model->config();
  auto batch = std::make_unique<PairsBatch>();
  batch->graphs = structureBatch(m_data, examples, config.unimol,
                                 {paddingOf(config), m_recipe.coordinateNoise}, seed);
  batch->text = textRows(examples);
  batch->tokens = batch->text.ids.numel();
  batch->molecules = static_cast<std::int64_t>(examples.size());
  batch->targets = batch->molecules;
  return batch;
}

Losses RepresentationObjective::losses(const MicroBatch& batch, LossContext& context) {
  const auto& pairs = static_cast<const PairsBatch&>(batch);
  const recipes::RepresentationSettings& weights = m_recipe.representation;
  const nn::Bfloat16Autocast autocast(context.device.type(),
                                      m_recipe.numbers == recipes::NumberType::Bfloat16);
  molm::Stage1ModelImpl::LossInput input;
  input.graphs = pairs.graphs.to(context.device, true);
  input.text = {pairs.text.ids.to(context.device, true),
                pairs.text.attend.to(context.device, true)};
  input.generator = context.generator;
  input.withMatching = weights.matchingWeight > 0 && batch.molecules > 1;
  input.withCaptioning = weights.captioningWeight > 0;
  if (context.group != nullptr) {
    input.firstPair = context.group->rank() * batch.molecules;
    input.gather = [&](const molm::Stage1Features& own) -> molm::Stage1Features {
      return {context.group->gather(own.graphs), context.group->gather(own.texts)};
    };
  }
  const molm::Stage1Losses parts = m_model->losses(input);
  Losses losses;
  losses.total = weights.contrastWeight * parts.contrast + weights.matchingWeight * parts.matching +
                 weights.captioningWeight * parts.captioning;
  losses.parts = {{"contrast", parts.contrast.detach()},
                  {"matching", parts.matching.detach()},
                  {"captioning", parts.captioning.detach()}};
  return losses;
}

std::vector<recipes::FedExample> RepresentationObjective::describe(
    const recipes::BatchIndices& examples) const {
  const molm::TextRows text = textRows(examples);
  const qformer::PretrainingConfig& heads = m_model->config().pretraining;
  const std::int64_t L = text.ids.size(1);
  std::vector<recipes::FedExample> rows;
  for (std::size_t b = 0; b < examples.size(); ++b) {
    recipes::FedExample row;
    row.source = m_data.sources()[m_data.sourceOf(examples[b])];
    row.task = m_data.tasks()[m_data.taskOf(examples[b])];
    row.atoms = m_data.atomCount(static_cast<std::size_t>(m_data.structureOf(examples[b])));
    const auto* ids = text.ids.data_ptr<std::int64_t>() + static_cast<std::int64_t>(b) * L;
    const auto* attend = text.attend.data_ptr<std::int64_t>() + static_cast<std::int64_t>(b) * L;
    for (std::int64_t t = 0; t < L; ++t) {
      row.tokens.push_back(ids[t]);
      row.attend.push_back(attend[t] != 0 ? 1 : 0);
      // The captioning loss learns every word but the first, from those before it.
      row.labels.push_back(t > 0 && ids[t] != heads.padId ? ids[t] : kNoLabel);
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

double RepresentationObjective::flops(const MicroBatch& batch) const {
  const auto& pairs = static_cast<const PairsBatch&>(batch);
  const molm::Stage1Config& config = m_model->config();
  const std::int64_t B = batch.molecules;
  const std::int64_t N = pairs.graphs.tokens.size(1);
  const std::int64_t Q = config.qformer.queryTokens;
  const std::int64_t L = pairs.text.ids.size(1);
  const auto learning = m_recipe.parts.qformer;
  double sum = encoderFlops(config.unimol, B, N);
  sum += qformerFlops(config.qformer, learning, B, Q, N) +
         qformerFlops(config.qformer, learning, B, L, 0);
  if (m_recipe.representation.matchingWeight > 0) {
    sum += qformerFlops(config.qformer, learning, 3 * B, Q + L, N);
  }
  if (m_recipe.representation.captioningWeight > 0) {
    const double words = static_cast<double>(B * L) * config.qformer.hidden;
    sum += qformerFlops(config.qformer, learning, B, L, 0) + 6.0 * words * config.qformer.vocab;
  }
  return sum;
}

Result<void> RepresentationObjective::save(const std::filesystem::path& folder) const {
  return molm::saveStage1(m_model, folder,
                          m_recipe.saved == recipes::NumberType::Bfloat16 ? nn::SavedType::Bfloat16
                                                                          : nn::SavedType::Float32);
}

}  // namespace molloquy::train
