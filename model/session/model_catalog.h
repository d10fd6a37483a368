#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/base/error.h"

namespace molloquy::session {

/// A folder that holds a model, or means to.
struct ModelEntry {
  std::filesystem::path folder;
  std::string name;    ///< the model's own, or the folder's when that cannot be read.
  std::string family;  ///< "3D-MoLM", "Llama", "Mistral", "Qwen2"; empty when unknown.
  std::int64_t parameters = 0;
  std::string numberTypes;  ///< "BF16", "F32 and U8": those of the files.
  std::uintmax_t bytesOnDisk = 0;
  bool quantised = false;
  std::optional<Error> problem;  ///< why it cannot be opened.
};

/// Models in these folders: a folder that is one itself, and those directly inside. Reads headers
/// only. Sorted by name; a folder reached twice is listed once. What is no model is left out; a
/// model that is broken is listed with its problem.
std::vector<ModelEntry> listModels(std::span<const std::filesystem::path> folders);

}  // namespace molloquy::session
