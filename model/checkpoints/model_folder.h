#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.h"

namespace molloquy::checkpoints {

/// What a folder's model is.
///
/// Molecule  a folder of ours: encoder, Q-Former, projection and language model.
/// Language  a plain language model in the transformers layout.
enum class ModelKind { Molecule, Language };

/// The files of a model, found and known to be there.
struct ModelFolder {
  std::filesystem::path folder;
  std::filesystem::path config;
  std::filesystem::path weights;    ///< what WeightFiles or TensorSource opens: a file or an index.
  std::filesystem::path tokenizer;  ///< tokenizer.model, or tokenizer.json of a language model.
  std::filesystem::path card;       ///< MODEL_CARD.md or README.md; empty when there is none.
  ModelKind kind = ModelKind::Molecule;
  std::vector<std::filesystem::path> weightFiles;  ///< the index and its shards, or the one file.
  /// stage1.safetensors, stage1.json and vocab.txt, when all three are there; else empty.
  std::vector<std::filesystem::path> stage1Files;

  /// Sizes of all of them together.
  [[nodiscard]] std::uintmax_t bytesOnDisk() const;
};

/// Looks for the files. Errors: NotFound, naming the folder, everything that is missing in it, or
/// the shards that an index names in vain; Corrupt (an index that is none).
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
  ModelKind kind = ModelKind::Molecule;
  std::string family;           ///< "3D-MoLM", or a language model's model_type ("llama").
  std::vector<PartSize> parts;  ///< in the order of the data's way, absent ones left out.
  std::int64_t parameters = 0;
  std::map<std::string, std::int64_t> parametersByType;  ///< "F32", "BF16", "int4" -> parameters.
  std::int64_t vocabulary = 0;
  std::int64_t contextLength = 0;                 ///< tokens of prompt and answer together.
  std::uintmax_t bytesOnDisk = 0;                 ///< all files of the model.
  std::map<std::string, std::string> provenance;  ///< text fields that were saved with the weights.
};

/// Errors: those of TensorSource::open and readHfConfig; Corrupt, naming the field of config.json.
Result<ModelDescription> describeModelFolder(const ModelFolder& model);

}  // namespace molloquy::checkpoints
