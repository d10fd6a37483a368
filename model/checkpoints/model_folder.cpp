#include "model/checkpoints/model_folder.h"

#include <array>
#include <limits>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "model/base/atomic_file.h"
#include "model/checkpoints/hf_config.h"
#include "model/checkpoints/shard_index.h"
#include "model/checkpoints/tensor_census.h"
#include "model/checkpoints/tensor_source.h"

namespace molloquy::checkpoints {
namespace fs = std::filesystem;
using nlohmann::json;

namespace {

constexpr const char* kConfigName = "config.json";
constexpr std::uintmax_t kMaxConfigBytes = 16U << 20;

constexpr std::array<const char*, 2> kOurWeights{"model.safetensors",
                                                 "model.safetensors.index.json"};
constexpr std::array<const char*, 4> kLanguageWeights{
    "model.safetensors", "model.safetensors.index.json", "pytorch_model.bin",
    "pytorch_model.bin.index.json"};
constexpr std::array<const char*, 1> kOurTokenizers{"tokenizer.model"};
constexpr std::array<const char*, 2> kLanguageTokenizers{"tokenizer.model", "tokenizer.json"};
constexpr std::array<const char*, 3> kStage1Names{"stage1.safetensors", "stage1.json", "vocab.txt"};
constexpr std::array<const char*, 2> kCards{"MODEL_CARD.md", "README.md"};

/// The first of the names that is a file of the folder; empty when none is.
fs::path firstOf(const fs::path& folder, std::span<const char* const> names) {
  std::error_code ignored;
  for (const char* name : names) {
    if (fs::is_regular_file(folder / name, ignored)) return folder / name;
  }
  return {};
}

/// A configuration of the transformers library names its model type and has no part of ours.
ModelKind kindOf(const fs::path& config) {
  const auto text = readFile(config, kMaxConfigBytes);
  const json object = text ? json::parse(*text, nullptr, false) : json();
  if (!object.is_object() || object.contains("llama") || object.contains("unimol")) {
    return ModelKind::Molecule;
  }
  const bool named = object.contains("model_type") || object.contains("architectures");
  return named ? ModelKind::Language : ModelKind::Molecule;
}

/// A whole number of config.json at part.field.
Result<std::int64_t> readCount(const json& config, const fs::path& file, const char* part,
                               const char* field) {
  const auto object = config.find(part);
  if (object != config.end() && object->is_object()) {
    const auto value = object->find(field);
    if (value != object->end() && value->is_number_unsigned() &&
        value->get<std::uint64_t>() <= std::numeric_limits<std::int32_t>::max()) {
      return value->get<std::int64_t>();
    }
  }
  return fail(ErrorCode::Corrupt,
              fmt::format("{} has no whole number \"{}.{}\".", file.string(), part, field));
}

Result<void> readOurConfig(const fs::path& file, ModelDescription& description) {
  const auto text = readFile(file, kMaxConfigBytes);
  if (!text) return tl::unexpected(text.error());
  const json config = json::parse(*text, nullptr, false);
  if (!config.is_object()) {
    return fail(ErrorCode::Corrupt, fmt::format("{} is not a JSON object.", file.string()));
  }
  const auto name = config.find("name");
  if (name == config.end() || !name->is_string()) {
    return fail(ErrorCode::Corrupt, fmt::format("{} has no text \"name\".", file.string()));
  }
  description.name = name->get<std::string>();
  description.family = "3D-MoLM";
  const auto vocabulary = readCount(config, file, "llama", "vocab");
  if (!vocabulary) return tl::unexpected(vocabulary.error());
  const auto context = readCount(config, file, "llama", "max_position");
  if (!context) return tl::unexpected(context.error());
  description.vocabulary = *vocabulary;
  description.contextLength = *context;
  return {};
}

Result<void> readLanguageConfig(const fs::path& folder, ModelDescription& description) {
  const auto config = readHfConfig(folder);
  if (!config) return tl::unexpected(config.error());
  description.name = fs::absolute(folder / "x").parent_path().filename().string();
  description.family = config->modelType;
  description.vocabulary = config->llama.vocab;
  description.contextLength = config->llama.maxPosition;
  return {};
}

/// The weights file, or the index and every shard that it names.
Result<std::vector<fs::path>> filesOf(const fs::path& weights) {
  std::vector<fs::path> files{weights};
  if (!weights.filename().string().ends_with(kIndexEnding)) return files;
  const auto index = readShardIndex(weights);
  if (!index) return tl::unexpected(index.error());
  for (const std::string& shard : index->shards) files.push_back(index->shardPath(shard));
  return files;
}

}  // namespace

std::uintmax_t ModelFolder::bytesOnDisk() const {
  std::vector<fs::path> files{config, tokenizer, card};
  files.insert(files.end(), weightFiles.begin(), weightFiles.end());
  files.insert(files.end(), stage1Files.begin(), stage1Files.end());
  std::uintmax_t bytes = 0;
  for (const fs::path& file : files) {
    std::error_code error;
    const std::uintmax_t size = file.empty() ? 0 : fs::file_size(file, error);
    if (!error) bytes += size;
  }
  return bytes;
}

Result<ModelFolder> openModelFolder(const fs::path& folder) {
  std::error_code ignored;
  if (!fs::is_directory(folder, ignored)) {
    return fail(ErrorCode::NotFound,
                fmt::format("There is no model folder {}; choose another model.", folder.string()));
  }
  ModelFolder model;
  model.folder = folder;
  model.config = folder / kConfigName;
  model.kind = kindOf(model.config);
  const bool language = model.kind == ModelKind::Language;
  model.weights = language ? firstOf(folder, kLanguageWeights) : firstOf(folder, kOurWeights);
  model.tokenizer =
      language ? firstOf(folder, kLanguageTokenizers) : firstOf(folder, kOurTokenizers);
  model.card = firstOf(folder, kCards);
  std::vector<std::string> missing;
  if (!fs::is_regular_file(model.config, ignored)) missing.emplace_back(kConfigName);
  if (model.weights.empty()) missing.emplace_back(kOurWeights.front());
  if (model.tokenizer.empty()) {
    missing.emplace_back(language ? "tokenizer.model or tokenizer.json" : "tokenizer.model");
  }
  if (!missing.empty()) {
    return fail(ErrorCode::NotFound,
                fmt::format("The model folder {} lacks {}; copy the whole folder again.",
                            folder.string(), fmt::join(missing, " and ")));
  }
  auto files = filesOf(model.weights);
  if (!files) return tl::unexpected(files.error());
  model.weightFiles = *std::move(files);
  for (const char* name : kStage1Names) {
    if (fs::is_regular_file(folder / name, ignored)) model.stage1Files.push_back(folder / name);
  }
  if (model.stage1Files.size() != kStage1Names.size()) model.stage1Files.clear();
  return model;
}

Result<ModelDescription> describeModelFolder(const ModelFolder& model) {
  ModelDescription description;
  description.kind = model.kind;
  const bool language = model.kind == ModelKind::Language;
  const auto read = language ? readLanguageConfig(model.folder, description)
                             : readOurConfig(model.config, description);
  if (!read) return tl::unexpected(read.error());
  const auto weights = TensorSource::open(model.weights);
  if (!weights) return tl::unexpected(weights.error());
  TensorCensus census =
      countTensors(**weights, language ? UnnamedPart::LanguageModel : UnnamedPart::Other);
  description.parts = std::move(census.parts);
  description.parameters = census.parameters;
  description.parametersByType = std::move(census.parametersByType);
  description.bytesOnDisk = model.bytesOnDisk();
  description.provenance = (*weights)->metadata();
  return description;
}

}  // namespace molloquy::checkpoints
