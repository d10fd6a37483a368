#include "model/molm/stage1_folder.h"

#include <fmt/format.h>
#include <torch/torch.h>

#include <nlohmann/json.hpp>

#include "model/base/atomic_file.h"
#include "model/molm/model_folder.h"

namespace molloquy::molm {
namespace fs = std::filesystem;

namespace {

Result<Stage1Config> readConfig(const fs::path& path) {
  const Result<std::string> text = readFile(path);
  if (!text) return tl::unexpected(text.error());
  const nlohmann::json object = nlohmann::json::parse(*text, nullptr, /*allow_exceptions=*/false);
  if (!object.is_object()) {
    return fail(ErrorCode::Corrupt, fmt::format("{} is not a JSON object.", path.string()));
  }
  Result<Stage1Config> config = stage1ConfigFromJson(object);
  if (!config) return tl::unexpected(config.error().within("reading " + path.string()));
  return config;
}

/// The encoder's tensors alone: the model's Q-Former has the same names, but other numbers.
nn::StoredTensors encoderOf(std::shared_ptr<checkpoints::TensorSource> model) {
  nn::StoredTensors encoder;
  for (nn::StoredTensor& tensor : nn::storedTensors(std::move(model))) {
    if (tensor.name.starts_with("graph_encoder.")) encoder.push_back(std::move(tensor));
  }
  return encoder;
}

}  // namespace

bool hasStage1(const fs::path& folder) {
  std::error_code ignored;
  return fs::is_regular_file(folder / kStage1ConfigFile, ignored) &&
         fs::is_regular_file(folder / kStage1WeightsFile, ignored);
}

Result<Stage1Model> loadStage1(const fs::path& folder, const nn::Placement& placement,
                               const nn::CopyProgress& progress, std::stop_token stop) {
  const Result<Stage1Config> config = readConfig(folder / kStage1ConfigFile);
  if (!config) return tl::unexpected(config.error());
  auto heads = checkpoints::TensorSource::open(folder / kStage1WeightsFile);
  if (!heads) return tl::unexpected(heads.error());
  auto model = checkpoints::TensorSource::open(folder);
  if (!model) return tl::unexpected(model.error());

  nn::StoredTensors stored = encoderOf(*std::move(model));
  for (nn::StoredTensor& tensor : nn::storedTensors(*std::move(heads))) {
    stored.push_back(std::move(tensor));
  }
  Stage1Model network(*config);
  nn::LoadOptions options;
  options.placement = placement;
  options.progress = progress;
  options.stop = stop;
  if (const auto loaded = nn::loadWeights(*network, stored, options); !loaded) {
    return tl::unexpected(
        loaded.error().within("reading the stage-1 weights in " + folder.string()));
  }
  if (stop.stop_requested()) return fail(ErrorCode::InvalidInput, "Loading was stopped.");
  network->eval();
  for (at::Tensor& parameter : network->parameters()) parameter.set_requires_grad(false);
  return network;
}

Result<void> saveStage1(const Stage1Model& model, const fs::path& folder, nn::SavedType type) {
  const auto ofEncoder = [](const std::string& name) { return name.starts_with("graph_encoder."); };
  const auto ofHeads = [&](const std::string& name) { return !ofEncoder(name); };
  std::error_code ignored;
  if (!fs::exists(folder / kWeightsFile, ignored)) {
    Result<void> saved = nn::saveWeights(*model, folder / kWeightsFile, type,
                                         {{"format", "molloquy-encoder"}}, ofEncoder);
    if (!saved) return saved;
  }
  if (Result<void> saved = nn::saveWeights(*model, folder / kStage1WeightsFile, type,
                                           {{"format", "molloquy-stage1"}}, ofHeads);
      !saved) {
    return saved;
  }
  return writeFileAtomically(folder / kStage1ConfigFile, toJson(model->config()).dump(2) + "\n");
}

}  // namespace molloquy::molm
