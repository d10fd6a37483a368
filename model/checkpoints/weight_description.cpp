#include "model/checkpoints/weight_description.h"

#include <algorithm>

#include "model/checkpoints/tensor_census.h"

namespace molloquy::checkpoints {
namespace fs = std::filesystem;

namespace {

bool anyStartsWith(const TensorSource& source, std::string_view prefix) {
  const auto& tensors = source.tensors();
  return std::any_of(tensors.begin(), tensors.end(),
                     [&](const SourceTensor& tensor) { return tensor.name.starts_with(prefix); });
}

WeightContents contentsOf(const TensorSource& source) {
  if (anyStartsWith(source, "blip2qformer.")) return WeightContents::Stage1;
  if (anyStartsWith(source, "blip2opt.")) return WeightContents::MoleculeAdapter;
  if (source.find("gtm_head.weight") != nullptr) return WeightContents::Stage1;
  if (anyStartsWith(source, "graph_encoder.") || anyStartsWith(source, "llm_model.") ||
      anyStartsWith(source, "Qformer.")) {
    return WeightContents::MoleculeModel;
  }
  if (source.find("gbf.means.weight") != nullptr) return WeightContents::UniMol;
  if (anyStartsWith(source, "model.layers.") || anyStartsWith(source, "model.embed_tokens.") ||
      source.find("lm_head.weight") != nullptr) {
    return WeightContents::LanguageModelShard;
  }
  return WeightContents::Other;
}

}  // namespace

std::string_view describe(WeightContents contents) {
  switch (contents) {
    case WeightContents::UniMol:
      return "Uni-Mol encoder";
    case WeightContents::Stage1:
      return "3D-MoLM stage 1 (Q-Former with its heads)";
    case WeightContents::MoleculeAdapter:
      return "3D-MoLM stage 2 or 3 (Q-Former, projection and adapters)";
    case WeightContents::LanguageModelShard:
      return "language model or a part of one";
    case WeightContents::MoleculeModel:
      return "Molloquy model or a part of one";
    case WeightContents::Other:
      break;
  }
  return "unknown weights";
}

Result<WeightFileDescription> describeWeightFile(const fs::path& path) {
  const auto source = TensorSource::open(path);
  if (!source) return tl::unexpected(source.error());
  WeightFileDescription description;
  description.kind = (*source)->kind();
  description.contents = contentsOf(**source);
  description.tensors = (*source)->tensors();
  TensorCensus census = countTensors(**source, UnnamedPart::Other);
  description.parameters = census.parameters;
  description.parametersByType = std::move(census.parametersByType);
  description.metadata = (*source)->metadata();
  for (const fs::path& file : (*source)->files()) {
    std::error_code error;
    const std::uintmax_t bytes = fs::file_size(file, error);
    if (!error) description.bytesOnDisk += bytes;
  }
  return description;
}

}  // namespace molloquy::checkpoints
