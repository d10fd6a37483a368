#pragma once

#include "model/molm/molecule_batches.h"
#include "model/session/structure_encoder.h"

namespace molloquy::session {

/// 3D encoder, Q-Former and projection of a molecule model, on libtorch.
class TorchStructureEncoder final : public StructureEncoder {
 public:
  /// rows  what encodes the structures in place of the model's own encoder; empty = that.
  /// Precondition: the model is in eval mode. Its language model is not used.
  explicit TorchStructureEncoder(molm::MoleculeLanguageModel model, molm::RowSource rows = {})
      : m_model(std::move(model)), m_rows(std::move(rows)) {}

  [[nodiscard]] int tokens() const override;
  Result<std::vector<std::vector<float>>> encode(std::span<const SeenStructure> structures,
                                                 std::stop_token stop) override;

 private:
  molm::MoleculeLanguageModel m_model;
  molm::RowSource m_rows;
};

}  // namespace molloquy::session
