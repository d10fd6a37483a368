#include "model/checkpoints/model_folder.h"

#include <algorithm>
#include <array>
#include <limits>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/base/atomic_file.h"
#include "model/checkpoints/safetensors.h"

namespace molloquy::checkpoints {
namespace fs = std::filesystem;
using nlohmann::json;

namespace {

constexpr const char* kConfigName = "config.json";
constexpr const char* kWeightsName = "model.safetensors";
constexpr const char* kTokenizerName = "tokenizer.model";
constexpr const char* kCardName = "MODEL_CARD.md";

/// Parts in the order in which data goes through them, and the first words of their tensors' names.
struct PartRow {
  std::string_view name;
  std::array<std::string_view, 3> firstWords;
};
constexpr std::array<PartRow, 5> kParts{{{"3D encoder", {"graph_encoder", "", ""}},
                                         {"Q-Former", {"ln_graph", "query_tokens", "Qformer"}},
                                         {"projection", {"llm_proj", "", ""}},
                                         {"language model", {"llm_model", "", ""}},
                                         {"other", {"", "", ""}}}};

std::size_t partOf(std::string_view tensor) {
  const std::string_view firstWord = tensor.substr(0, tensor.find('.'));
  for (std::size_t part = 0; part + 1 < kParts.size(); ++part) {
    const auto& words = kParts[part].firstWords;
    if (std::find(words.begin(), words.end(), firstWord) != words.end()) return part;
  }
  return kParts.size() - 1;
}

std::int64_t numberCount(const TensorEntry& entry) {
  return static_cast<std::int64_t>((entry.end - entry.begin) / bytesPerNumber(entry.type));
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

Result<void> readConfig(const fs::path& file, ModelDescription& description) {
  const auto text = readFile(file);
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
  const auto vocabulary = readCount(config, file, "llama", "vocab");
  if (!vocabulary) return tl::unexpected(vocabulary.error());
  const auto context = readCount(config, file, "llama", "max_position");
  if (!context) return tl::unexpected(context.error());
  description.vocabulary = *vocabulary;
  description.contextLength = *context;
  return {};
}

}  // namespace

std::uintmax_t ModelFolder::bytesOnDisk() const {
  std::uintmax_t bytes = 0;
  for (const fs::path& file : {config, weights, tokenizer, card}) {
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
  ModelFolder model{folder, folder / kConfigName, folder / kWeightsName, folder / kTokenizerName,
                    folder / kCardName};
  std::vector<std::string> missing;
  for (const fs::path& file : {model.config, model.weights, model.tokenizer}) {
    if (!fs::is_regular_file(file, ignored)) missing.push_back(file.filename().string());
  }
  if (!missing.empty()) {
    return fail(ErrorCode::NotFound,
                fmt::format("The model folder {} lacks {}; copy the whole folder again.",
                            folder.string(), fmt::join(missing, " and ")));
  }
  if (!fs::is_regular_file(model.card, ignored)) model.card.clear();
  return model;
}

Result<ModelDescription> describeModelFolder(const ModelFolder& model) {
  ModelDescription description;
  if (const auto read = readConfig(model.config, description); !read) {
    return tl::unexpected(read.error());
  }
  const auto weights = SafetensorsFile::open(model.weights);
  if (!weights) return tl::unexpected(weights.error());
  std::array<PartSize, kParts.size()> parts;
  for (const TensorEntry& entry : weights->entries()) {
    PartSize& part = parts.at(partOf(entry.name));
    const std::int64_t numbers = numberCount(entry);
    ++part.tensors;
    part.parameters += numbers;
    description.parameters += numbers;
    description.parametersByType[std::string(tensorTypeName(entry.type))] += numbers;
  }
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].tensors == 0) continue;
    parts[i].name = kParts[i].name;
    description.parts.push_back(parts[i]);
  }
  description.bytesOnDisk = model.bytesOnDisk();
  description.provenance = weights->metadata();
  return description;
}

}  // namespace molloquy::checkpoints
