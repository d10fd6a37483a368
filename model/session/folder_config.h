#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "model/base/result.h"
#include "model/checkpoints/hf_config.h"
#include "model/molm/config.h"

namespace molloquy::session {

/// The configuration of a model folder of either kind.
struct FolderConfig {
  std::string name;    ///< the model's own; of a plain language model the folder's.
  std::string family;  ///< "3D-MoLM", "Llama", "Mistral", "Qwen2".
  std::optional<molm::Config> molecule;        ///< of our own folders.
  std::optional<checkpoints::HfConfig> plain;  ///< of a plain language model.
  int contextExamples = 0;  ///< "context_examples": told to the molecule model in its training.

  [[nodiscard]] const llama::Config& language() const {
    return molecule ? molecule->llama : plain->llama;
  }
};

/// What a family is called: "Llama" for "llama"; other names as they are.
std::string familyName(const std::string& modelType);

/// Reads config.json: our own when it has "llama" inside, else that of the transformers library.
/// Errors: NotFound, Corrupt, Unsupported, naming the file and the field.
Result<FolderConfig> readFolderConfig(const std::filesystem::path& modelFolder);

}  // namespace molloquy::session
