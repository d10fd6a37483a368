#include "model/train/text_objective.h"

#include <torch/torch.h>

#include <nlohmann/json.hpp>

#include "model/base/atomic_file.h"
#include "model/nn/torch_compat.h"
#include "model/nn/weights.h"
#include "model/train/activations.h"
#include "model/train/text_rows.h"

namespace molloquy::train {
namespace {

struct TextsBatch : MicroBatch {
  molm::TextBatch text;
  void pin() override { text = pinned(text); }
};

}  // namespace

TextObjective::TextObjective(llama::Decoder model, const recipes::PreparedDataset& data,
                             const recipes::Recipe& recipe)
    : m_model(std::move(model)), m_data(data), m_recipe(recipe) {
  m_model->setActivations(activationsOf(recipe));
}

molm::TextBatch TextObjective::rows(const recipes::BatchIndices& examples) const {
  const recipes::PreparedVocabulary& ids = m_data.vocabulary();
  const molm::TextLayout layout{{ids.begin, ids.end, ids.pad, ids.molecule}, 0, false};
  return textBatch(m_data, examples, layout, m_recipe.batch);
}

std::unique_ptr<MicroBatch> TextObjective::collate(const recipes::BatchIndices& examples,
                                                   std::uint64_t /*seed*/) const {
  auto batch = std::make_unique<TextsBatch>();
  batch->text = rows(examples);
  batch->tokens = batch->text.tokens.numel();
  batch->targets = batch->text.targets.numel();
  return batch;
}

Losses TextObjective::losses(const MicroBatch& batch, LossContext& context) {
  const molm::TextBatch text = static_cast<const TextsBatch&>(batch).text.to(context.device, true);
  const nn::Bfloat16Autocast autocast(context.device.type(),
                                      m_recipe.numbers == recipes::NumberType::Bfloat16);
  llama::DecoderInput input;
  input.embeddings = m_model->embed(text.tokens);
  input.attend = text.attend;
  const at::Tensor hidden = m_model->forward(input);
  const at::Tensor learnt = hidden.reshape({-1, hidden.size(2)}).index_select(0, text.learntRows);
  Losses losses;
  losses.total = m_model->loss(learnt, text.targets);
  return losses;
}

std::vector<recipes::FedExample> TextObjective::describe(
    const recipes::BatchIndices& examples) const {
  return describeRows(m_data, examples, rows(examples));
}

double TextObjective::flops(const MicroBatch& batch) const {
  const molm::TextBatch& text = static_cast<const TextsBatch&>(batch).text;
  return decoderFlops(m_model->config(), m_recipe.parts.language, text.tokens.size(0),
                      text.tokens.size(1), text.learntRows.numel());
}

Result<void> TextObjective::save(const std::filesystem::path& folder) const {
  const auto type = m_recipe.saved == recipes::NumberType::Bfloat16 ? nn::SavedType::Bfloat16
                                                                    : nn::SavedType::Float32;
  if (Result<void> saved =
          nn::saveWeights(*m_model, folder / "model.safetensors", type, {{"format", "pt"}});
      !saved) {
    return saved;
  }
  const recipes::PreparedVocabulary& ids = m_data.vocabulary();
  checkpoints::HfConfig config;
  config.llama = m_model->config();
  config.beginToken = ids.begin;
  config.endTokens = {ids.end};
  config.padToken = ids.pad;
  config.numberType = type == nn::SavedType::Bfloat16 ? "bfloat16" : "float32";
  return writeFileAtomically(folder / "config.json", checkpoints::toJson(config).dump(2) + "\n");
}

}  // namespace molloquy::train
