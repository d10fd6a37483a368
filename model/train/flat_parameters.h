#pragma once

#include <ATen/core/Tensor.h>

#include <memory>
#include <vector>

#include "model/molm/molecule_language_model.h"
#include "model/train/recipe.h"

namespace torch::optim {
class AdamW;
}

namespace molloquy::train {

/// All learning parameters in two flat tensors (matrices, which decay, and vectors, which do not),
/// with their gradients, updated by torch's AdamW.
///
/// OPTIMIZATION: the module's parameters become views of the flat tensors, so an update is a
/// handful of kernels instead of several for each of hundreds of parameters, and the gradient norm
/// is one.
class FlatParameters {
 public:
  /// The model has to be on its device already. Freezes what the recipe does not train.
  FlatParameters(molm::MoleculeLanguageModel& model, const Recipe& recipe);
  ~FlatParameters();
  FlatParameters(const FlatParameters&) = delete;
  FlatParameters& operator=(const FlatParameters&) = delete;

  /// Clips the gradient, updates, and clears the gradient. Nothing waits for the device.
  /// returns the gradient norm before clipping, a single number on the device.
  at::Tensor step(double learningRate);

  /// Learning parameters.
  [[nodiscard]] std::int64_t count() const;

 private:
  std::vector<at::Tensor> m_flat;  ///< one or two leaves with gradients
  double m_clipNorm;
  std::unique_ptr<torch::optim::AdamW> m_optimizer;
};

}  // namespace molloquy::train
