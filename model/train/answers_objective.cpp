#include "model/train/answers_objective.h"

#include <torch/torch.h>

#include "model/molm/model_folder.h"
#include "model/nn/torch_compat.h"
#include "model/qformer/graph_mask.h"
#include "model/train/activations.h"
#include "model/train/structure_batch.h"
#include "model/train/text_rows.h"

namespace molloquy::train {
namespace {

struct AnswersBatch : MicroBatch {
  unimol::GraphBatch graphs;
  molm::TextBatch text;

  void pin() override {
    graphs = pinned(graphs);
    text = pinned(text);
  }
};

}  // namespace

AnswersObjective::AnswersObjective(molm::MoleculeLanguageModel model,
                                   const recipes::PreparedDataset& data,
                                   const recipes::Recipe& recipe)
    : m_model(std::move(model)), m_data(data), m_recipe(recipe) {
  m_model->setActivations(activationsOf(recipe));
}

recipes::Learning AnswersObjective::learningOf(const std::string& parameter) const {
  const recipes::TrainedParts& parts = m_recipe.parts;
  if (parameter.starts_with("graph_encoder.")) return parts.encoder;
  if (parameter.starts_with("llm_proj.")) return parts.projection;
  if (parameter.starts_with("llm_model.")) return parts.language;
  return parts.qformer;
}

void AnswersObjective::setTraining(bool on) {
  m_model->train(on);
  // The reference keeps a resting encoder out of training, its dropout included.
  if (m_recipe.parts.encoder == recipes::Learning::Frozen) m_model->encoder()->eval();
}

std::unique_ptr<MicroBatch> AnswersObjective::collate(const recipes::BatchIndices& examples,
                                                      std::uint64_t seed) const {
  const molm::Config& config = m_model->config();
  auto batch = std::make_unique<AnswersBatch>();
  batch->graphs =
      structureBatch(m_data, examples, config.unimol,
                     {qformer::paddingFor(config.graphMask), m_recipe.coordinateNoise}, seed);
  batch->text = textBatch(m_data, examples, molm::layoutOf(config), m_recipe.batch);
  batch->tokens = batch->text.tokens.numel();
  batch->molecules = static_cast<std::int64_t>(examples.size());
  batch->targets = batch->text.targets.numel();
  return batch;
}

Losses AnswersObjective::losses(const MicroBatch& batch, LossContext& context) {
  const auto& answers = static_cast<const AnswersBatch&>(batch);
  const nn::Bfloat16Autocast autocast(context.device.type(),
                                      m_recipe.numbers == recipes::NumberType::Bfloat16);
  Losses losses;
  losses.total =
      m_model->loss(answers.graphs.to(context.device, true), answers.text.to(context.device, true));
  return losses;
}

std::vector<recipes::FedExample> AnswersObjective::describe(
    const recipes::BatchIndices& examples) const {
  return describeRows(
      m_data, examples,
      textBatch(m_data, examples, molm::layoutOf(m_model->config()), m_recipe.batch));
}

double AnswersObjective::flops(const MicroBatch& batch) const {
  const auto& answers = static_cast<const AnswersBatch&>(batch);
  const molm::Config& config = m_model->config();
  const double encoderPasses = m_recipe.parts.encoder == recipes::Learning::Full ? 3.0 : 1.0;
  const std::int64_t B = answers.text.tokens.size(0);
  return encoderPasses * encoderFlops(config.unimol, B, answers.graphs.tokens.size(1)) +
         qformerFlops(config.qformer, m_recipe.parts.qformer, B, config.qformer.queryTokens,
                      answers.graphs.tokens.size(1)) +
         decoderFlops(config.llama, m_recipe.parts.language, B, answers.text.tokens.size(1),
                      answers.text.learntRows.numel());
}

Result<void> AnswersObjective::save(const std::filesystem::path& folder) const {
  return molm::saveModel(m_model, folder,
                         m_recipe.saved == recipes::NumberType::Bfloat16 ? nn::SavedType::Bfloat16
                                                                         : nn::SavedType::Float32);
}

}  // namespace molloquy::train
