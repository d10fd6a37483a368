#pragma once

#include "model/checkpoints/hf_config.h"
#include "model/llama/decoder.h"
#include "model/molm/text_batch.h"
#include "model/train/objective.h"

namespace molloquy::train {

/// A language model alone: texts from scratch, or conversations with only the last answer learnt.
///
/// Source: next-token cross-entropy; MolReFlect's chain-of-thought in-context tuning (Li et al.,
/// 2024), section 3.3, with the prompt's tokens left out of the loss.
class TextObjective : public TrainingObjective {
 public:
  /// data has to outlive the objective.
  TextObjective(llama::Decoder model, const recipes::PreparedDataset& data,
                const recipes::Recipe& recipe);

  torch::nn::Module& module() override { return *m_model; }
  [[nodiscard]] recipes::Learning learningOf(const std::string& /*parameter*/) const override {
    return m_recipe.parts.language;
  }
  void setTraining(bool on) override { m_model->train(on); }
  [[nodiscard]] std::unique_ptr<MicroBatch> collate(const recipes::BatchIndices& examples,
                                                    std::uint64_t seed) const override;
  Losses losses(const MicroBatch& batch, LossContext& context) override;
  [[nodiscard]] std::vector<recipes::FedExample> describe(
      const recipes::BatchIndices& examples) const override;
  [[nodiscard]] double flops(const MicroBatch& batch) const override;
  /// config.json as transformers writes it, and model.safetensors with its names.
  [[nodiscard]] Result<void> save(const std::filesystem::path& folder) const override;

 private:
  [[nodiscard]] molm::TextBatch rows(const recipes::BatchIndices& examples) const;

  llama::Decoder m_model;
  const recipes::PreparedDataset& m_data;
  recipes::Recipe m_recipe;
};

}  // namespace molloquy::train
