#pragma once

#include <filesystem>
#include <stop_token>

#include "model/molm/stage1_model.h"
#include "model/nn/weights.h"

namespace molloquy::molm {

/// Names of the stage-1 files in a model folder; vocab.txt holds the words of its text side.
inline constexpr const char* kStage1ConfigFile = "stage1.json";
inline constexpr const char* kStage1WeightsFile = "stage1.safetensors";

/// Whether the folder holds a stage-1 network beside its model.
bool hasStage1(const std::filesystem::path& folder);

/// Reads the stage-1 network of a model folder: stage1.json and stage1.safetensors, and the 3D
/// encoder, which is stored once with the model itself. Eval mode, gradients off.
/// Errors: NotFound (which file), Corrupt, Unsupported, naming file and tensor or field;
/// InvalidInput with the message "Loading was stopped." after a stop request. May throw c10
/// exceptions on lack of memory.
Result<Stage1Model> loadStage1(const std::filesystem::path& folder,
                               const nn::Placement& placement = {},
                               const nn::CopyProgress& progress = {}, std::stop_token stop = {});

/// Writes what loadStage1 reads into an existing folder, each file whole or not at all. The encoder
/// goes to model.safetensors when the folder has no weights of a model yet.
Result<void> saveStage1(const Stage1Model& model, const std::filesystem::path& folder,
                        nn::SavedType type);

}  // namespace molloquy::molm
