#pragma once

#include "model/recipes/prepared_dataset.h"
#include "model/train/objective.h"
#include "model/unimol/masking.h"
#include "model/unimol/pretraining_model.h"

namespace molloquy::train {

/// Spoilt structures, and what they were.
class DenoisingBatch : public MicroBatch {
 public:
  void pin() override;

  unimol::GraphBatch graphs;   ///< spoilt.
  at::Tensor coordinates;      ///< [B, N, 3] spoilt, angstrom; 0 at marks and in padding.
  at::Tensor masked;           ///< [M] int64, places in the flattened [B * N] tokens.
  at::Tensor elements;         ///< [M] int64, tokens that were there.
  at::Tensor trueCoordinates;  ///< [M, 3] angstrom.
  at::Tensor trueDistances;    ///< [M, N] to every other place, normalised.
  at::Tensor distanceCounts;   ///< [M, N] 1 = atom or mark, 0 = padding.
};

/// Uni-Mol's pretraining: masked elements (cross-entropy), moved coordinates and their distances
/// (smooth L1 with its knee at 1), and the norms of atom and pair representations.
///
/// Every example counts by its structure alone; what stands in its texts is not read. The recipe's
/// coordinateNoise is not added: spoiling is DenoisingSettings' affair.
/// Source: Uni-Mol (Zhou et al., ICLR 2023), section 2.2; reference losses/unimol.py,
/// tasks/unimol.py.
/// Deviation: a batch without any masked atom has losses of 0 where the reference's are undefined.
class DenoisingObjective : public TrainingObjective {
 public:
  /// data  has to outlive the objective.
  /// Errors: InvalidInput (a dictionary without [MASK]; examples without a structure, with their
  /// number).
  static Result<std::unique_ptr<DenoisingObjective>> create(unimol::PretrainingModel model,
                                                            const recipes::Recipe& recipe,
                                                            const recipes::PreparedDataset& data);

  torch::nn::Module& module() override { return *m_model; }
  /// The heads always learn; the encoder as the recipe says.
  [[nodiscard]] recipes::Learning learningOf(const std::string& parameter) const override;
  void setTraining(bool on) override;
  [[nodiscard]] std::unique_ptr<MicroBatch> collate(const recipes::BatchIndices& examples,
                                                    std::uint64_t seed) const override;
  /// Parts: element, coordinates, distances, atom_norm, pair_norm; each before its weight.
  Losses losses(const MicroBatch& batch, LossContext& context) override;
  [[nodiscard]] std::vector<recipes::FedExample> describe(
      const recipes::BatchIndices& examples) const override;
  [[nodiscard]] double flops(const MicroBatch& batch) const override;
  /// model.safetensors with Uni-Mol's published names, heads included, and config.json with the
  /// sizes under "unimol".
  [[nodiscard]] Result<void> save(const std::filesystem::path& folder) const override;

 private:
  DenoisingObjective(unimol::PretrainingModel model, const recipes::PreparedDataset& data,
                     const recipes::Recipe& recipe, int mask);
  /// One structure of an example, a conformer of it by chance.
  [[nodiscard]] unimol::TokenizedMolecule structureOf(std::size_t example,
                                                      std::uint64_t seed) const;

  unimol::PretrainingModel m_model;
  recipes::DenoisingSettings m_settings;
  recipes::Learning m_encoderLearning;
  recipes::NumberType m_numbers;
  recipes::NumberType m_saved;
  const recipes::PreparedDataset& m_data;
  int m_mask;
};

}  // namespace molloquy::train
