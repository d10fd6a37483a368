#pragma once

#include "model/molm/stage1_model.h"
#include "model/train/objective.h"

namespace molloquy::train {

/// Stage 1: contrast, matching and captioning of structures and texts. The contrast is taken
/// against the pairs of all processes, whose features carry no gradient; negatives for matching
/// come from this process's own batch.
///
/// Source: 3D-MoLM (Li et al., ICLR 2024), section 2.2; reference blip2_stage1.py.
class RepresentationObjective : public TrainingObjective {
 public:
  /// data has to outlive the objective; every example has a structure and a text in WordPiece ids.
  RepresentationObjective(molm::Stage1Model model, const recipes::PreparedDataset& data,
                          const recipes::Recipe& recipe);

  torch::nn::Module& module() override { return *m_model; }
  [[nodiscard]] recipes::Learning learningOf(const std::string& parameter) const override;
  void setTraining(bool on) override { m_model->train(on); }
  [[nodiscard]] std::unique_ptr<MicroBatch> collate(const recipes::BatchIndices& examples,
                                                    std::uint64_t seed) const override;
  Losses losses(const MicroBatch& batch, LossContext& context) override;
  [[nodiscard]] std::vector<recipes::FedExample> describe(
      const recipes::BatchIndices& examples) const override;
  [[nodiscard]] double flops(const MicroBatch& batch) const override;
  [[nodiscard]] Result<void> save(const std::filesystem::path& folder) const override;

 private:
  /// Tokens of the longest text, rounded up.
  [[nodiscard]] std::int64_t longestText(const recipes::BatchIndices& examples) const;
  [[nodiscard]] molm::TextRows textRows(const recipes::BatchIndices& examples) const;

  molm::Stage1Model m_model;
  const recipes::PreparedDataset& m_data;
  recipes::Recipe m_recipe;
};

}  // namespace molloquy::train
