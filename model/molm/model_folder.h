#pragma once

#include <filesystem>
#include <stop_token>

#include "model/molm/molecule_language_model.h"
#include "model/nn/weights.h"

namespace molloquy::molm {

/// Names of the files in a model folder.
inline constexpr const char* kConfigFile = "config.json";
inline constexpr const char* kWeightsFile = "model.safetensors";

/// Reads config.json alone. Errors: NotFound, Corrupt, naming the file and the field.
Result<Config> loadConfig(const std::filesystem::path& folder);

struct ModelLoadOptions {
  LanguageModel language = LanguageModel::Torch;
  nn::Placement placement;  ///< of every parameter.
  nn::CopyProgress progress;
  std::stop_token stop;
};

/// Reads a model folder: config.json and the weights, whole or in shards, each tensor straight into
/// its place; eval mode, gradients off. Memory: the parameters once, in the numbers asked for.
/// Errors: NotFound, Corrupt, Unsupported (naming file and tensor or field); InvalidInput with the
/// message "Loading was stopped." after a stop request. May throw c10 exceptions on lack of memory.
Result<MoleculeLanguageModel> loadModel(const std::filesystem::path& folder,
                                        const ModelLoadOptions& options = {});
/// Writes config.json and model.safetensors into an existing folder, each whole or not at all,
/// weights first. Other files of the folder are left alone.
Result<void> saveModel(const MoleculeLanguageModel& model, const std::filesystem::path& folder,
                       nn::SavedType type);

}  // namespace molloquy::molm
