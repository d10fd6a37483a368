#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "model/base/result.h"

namespace molloquy::checkpoints {

/// The files of a model, found and known to be readable: config.json, model.safetensors,
/// tokenizer.model and, for people, MODEL_CARD.md.
struct ModelFolder {
  std::filesystem::path folder;
  std::filesystem::path config;
  std::filesystem::path weights;
  std::filesystem::path tokenizer;
  std::filesystem::path card;  ///< empty when the folder has none.

  /// Sizes of all four together.
  [[nodiscard]] std::uintmax_t bytesOnDisk() const;
};

/// Looks for the files. Errors: NotFound, naming the folder or everything that is missing in it.
Result<ModelFolder> openModelFolder(const std::filesystem::path& folder);

/// Numbers of one part of a network.
struct PartSize {
  std::string name;  ///< "3D encoder", "Q-Former", "projection", "language model" or "other".
  std::int64_t tensors = 0;
  std::int64_t parameters = 0;
};

/// What a model folder says of itself, read from the headers of its files without any network.
struct ModelDescription {
  std::string name;
  std::vector<PartSize> parts;  ///< in the order of the data's way, absent ones left out.
  std::int64_t parameters = 0;
  std::map<std::string, std::int64_t> parametersByType;  ///< "F32", "BF16" -> parameters.
  std::int64_t vocabulary = 0;
  std::int64_t contextLength = 0;                 ///< tokens of prompt and answer together.
  std::uintmax_t bytesOnDisk = 0;                 ///< all files of the model.
  std::map<std::string, std::string> provenance;  ///< text fields that were saved with the weights.
};

/// Errors: those of SafetensorsFile::open; Corrupt, naming the field of config.json.
Result<ModelDescription> describeModelFolder(const ModelFolder& model);

}  // namespace molloquy::checkpoints
