#include "app/models/weights_role.h"

#include <algorithm>
#include <string_view>

namespace molloquy::app {
namespace {

bool anyStartsWith(const checkpoints::TensorSource& source, std::string_view prefix) {
  const auto& tensors = source.tensors();
  return std::any_of(tensors.begin(), tensors.end(), [&](const checkpoints::SourceTensor& tensor) {
    return tensor.name.starts_with(prefix);
  });
}

}  // namespace

WeightsRole roleOf(const checkpoints::TensorSource& source) {
  if (anyStartsWith(source, "blip2opt.")) return WeightsRole::Stage2;
  if (anyStartsWith(source, "blip2qformer.")) return WeightsRole::Stage1;
  if (anyStartsWith(source, "llm_proj.")) return WeightsRole::MoleculeModel;
  if (anyStartsWith(source, "gbf.")) return WeightsRole::UniMol;
  if (source.find("model.embed_tokens.weight") != nullptr) return WeightsRole::LanguageModel;
  return WeightsRole::Unknown;
}

std::string roleName(WeightsRole role) {
  switch (role) {
    case WeightsRole::UniMol:
      return "Uni-Mol encoder";
    case WeightsRole::LanguageModel:
      return "language model";
    case WeightsRole::Stage1:
      return "3D-MoLM stage 1 checkpoint";
    case WeightsRole::Stage2:
      return "3D-MoLM stage 2 or 3 checkpoint";
    case WeightsRole::MoleculeModel:
      return "Molloquy model";
    case WeightsRole::Unknown:
      break;
  }
  return "weights of an unknown model";
}

}  // namespace molloquy::app
