#include "model/molm/model_folder.h"

#include <fmt/format.h>
#include <torch/torch.h>

#include <nlohmann/json.hpp>

#include "model/base/atomic_file.h"

namespace molloquy::molm {

Result<Config> loadConfig(const std::filesystem::path& folder) {
  const std::filesystem::path path = folder / kConfigFile;
  Result<std::string> text = readFile(path);
  if (!text) return tl::unexpected(text.error());
  const nlohmann::json object = nlohmann::json::parse(*text, nullptr, /*allow_exceptions=*/false);
  if (object.is_discarded()) {
    return fail(ErrorCode::Corrupt, fmt::format("{} is not JSON.", path.string()));
  }
  Result<Config> config = configFromJson(object);
  if (!config) return tl::unexpected(config.error().within("reading " + path.string()));
  return config;
}

Result<MoleculeLanguageModel> loadModel(const std::filesystem::path& folder,
                                        const ModelLoadOptions& options) {
  const Result<Config> config = loadConfig(folder);
  if (!config) return tl::unexpected(config.error());
  Result<std::unique_ptr<checkpoints::TensorSource>> source =
      checkpoints::TensorSource::open(folder);
  if (!source) return tl::unexpected(source.error());
  MoleculeLanguageModel model(*config, options.language);
  nn::LoadOptions loading;
  loading.placement = options.placement;
  loading.progress = options.progress;
  loading.stop = options.stop;
  const Result<std::size_t> loaded =
      nn::loadWeights(*model, nn::storedTensors(*std::move(source)), loading);
  if (!loaded) {
    return tl::unexpected(loaded.error().within("reading the weights in " + folder.string()));
  }
  if (options.stop.stop_requested()) return fail(ErrorCode::InvalidInput, "Loading was stopped.");
  model->eval();
  for (at::Tensor& parameter : model->parameters()) parameter.set_requires_grad(false);
  return model;
}

Result<void> saveModel(const MoleculeLanguageModel& model, const std::filesystem::path& folder,
                       nn::SavedType type) {
  if (Result<void> saved =
          nn::saveWeights(*model, folder / kWeightsFile, type, {{"format", "molloquy-model"}});
      !saved) {
    return saved;
  }
  return writeFileAtomically(folder / kConfigFile, toJson(model->config()).dump(2) + "\n");
}

}  // namespace molloquy::molm
