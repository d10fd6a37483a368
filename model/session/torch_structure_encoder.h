#pragma once

#include "model/molm/molecule_language_model.h"
#include "model/session/structure_encoder.h"

namespace molloquy::session {

/// 3D encoder, Q-Former and projection of a molecule model, on libtorch.
class TorchStructureEncoder final : public StructureEncoder {
 public:
  /// Precondition: the model is in eval mode. Its language model is not used.
  explicit TorchStructureEncoder(molm::MoleculeLanguageModel model) : m_model(std::move(model)) {}

  [[nodiscard]] int tokens() const override;
  Result<std::vector<std::vector<float>>> encode(std::span<const SeenStructure> structures,
                                                 std::stop_token stop) override;

 private:
  molm::MoleculeLanguageModel m_model;
};

}  // namespace molloquy::session
