#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "model/session/open_options.h"

namespace molloquy::session {

/// What a loaded model says of itself.
struct ModelInfo {
  std::string name;
  std::string family;      ///< "3D-MoLM", "Llama", "Mistral", "Qwen2".
  std::string device;      ///< "CPU", "CUDA 0".
  std::string deviceNote;  ///< a sentence that says why no GPU is used; empty when one is.
  std::string numberType;  ///< "f32", "bf16", "int8", "int4".
  Precision precision = Precision::Automatic;  ///< the same as an enumerator; Automatic = unknown.
  std::int64_t parameters = 0;
  std::uintmax_t bytesOnDisk = 0;
  std::uint64_t memoryBytes = 0;  ///< weights and prompt cache that are held.
  int contextLength = 0;          ///< tokens of prompt and answer together.
  std::string weightsHash;        ///< first 12 digits of the weights' SHA-256, or empty.
  std::filesystem::path folder;
  std::filesystem::path card;  ///< the model card, or empty.
  bool hasMolecule = true;     ///< the network sees the structure; false: it reads the SMILES only.
  bool canConverse = false;    ///< the history of a request is read.
  /// Most examples of a request that are read. 0: its prompt has no place for them, as in
  /// 3D-MoLM's template, unless its config.json says that it was trained with "context_examples".
  int contextExamples = 0;
};

}  // namespace molloquy::session
