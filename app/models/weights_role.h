#pragma once

#include <string>

#include "model/checkpoints/tensor_source.h"

namespace molloquy::app {

/// What weights are for, told by the names of their tensors.
enum class WeightsRole { UniMol, LanguageModel, Stage1, Stage2, MoleculeModel, Unknown };

WeightsRole roleOf(const checkpoints::TensorSource& source);

/// "Uni-Mol encoder", "language model", "3D-MoLM stage 1 checkpoint", ...
std::string roleName(WeightsRole role);

}  // namespace molloquy::app
