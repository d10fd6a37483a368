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

/// Reads a model folder: config.json and model.safetensors, in float32 on the CPU, eval mode,
/// gradients off. progress  bytes of weights copied and in all.
/// Errors: NotFound, Corrupt, Unsupported (naming file and tensor or field); InvalidInput with the
/// message "Loading was stopped." after a stop request. May throw c10 exceptions on lack of memory.
Result<MoleculeLanguageModel> loadModel(const std::filesystem::path& folder,
                                        const nn::CopyProgress& progress = {},
                                        std::stop_token stop = {});

/// Writes config.json and model.safetensors into an existing folder, each whole or not at all,
/// weights first. Other files of the folder are left alone.
Result<void> saveModel(const MoleculeLanguageModel& model, const std::filesystem::path& folder,
                       nn::SavedType type);

}  // namespace molloquy::molm
