#pragma once

#include "model/molm/molecule_language_model.h"
#include "model/train/objective.h"

namespace molloquy::train {

/// Answers about structures in a prompt: 3D-MoLM's stages 2 and 3 and all instruction tuning.
///
/// Source: 3D-MoLM (Li et al., ICLR 2024), sections 2.3 and 2.4; reference blip2_llama.py.
class AnswersObjective : public TrainingObjective {
 public:
  /// data has to outlive the objective and to have a structure for every example.
  AnswersObjective(molm::MoleculeLanguageModel model, const recipes::PreparedDataset& data,
                   const recipes::Recipe& recipe);

  torch::nn::Module& module() override { return *m_model; }
  [[nodiscard]] recipes::Learning learningOf(const std::string& parameter) const override;
  void setTraining(bool on) override;
  [[nodiscard]] std::unique_ptr<MicroBatch> collate(const recipes::BatchIndices& examples,
                                                    std::uint64_t seed) const override;
  Losses losses(const MicroBatch& batch, LossContext& context) override;
  [[nodiscard]] std::vector<recipes::FedExample> describe(
      const recipes::BatchIndices& examples) const override;
  [[nodiscard]] double flops(const MicroBatch& batch) const override;
  [[nodiscard]] Result<void> save(const std::filesystem::path& folder) const override;

 private:
  molm::MoleculeLanguageModel m_model;
  const recipes::PreparedDataset& m_data;
  recipes::Recipe m_recipe;
};

}  // namespace molloquy::train
