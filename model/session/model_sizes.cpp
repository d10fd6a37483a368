#include "model/session/model_sizes.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/base/atomic_file.h"
#include "model/checkpoints/weight_files.h"
#include "model/molm/config.h"

namespace molloquy::session {
namespace fs = std::filesystem;
using checkpoints::TensorType;

namespace {

constexpr std::array<std::string_view, 5> kEncoderParts{"graph_encoder.", "ln_graph.",
                                                        "query_tokens", "Qformer.", "llm_proj."};

bool isEncoder(std::string_view tensor) {
  return std::any_of(kEncoderParts.begin(), kEncoderParts.end(),
                     [&](std::string_view part) { return tensor.starts_with(part); });
}

/// Linear layers of the blocks; they are what packed numbers replace.
bool isMatrix(const checkpoints::TensorEntry& entry) {
  return entry.shape.size() == 2 && entry.name.find("_proj.") != std::string::npos;
}

Precision precisionOf(TensorType type) {
  return type == TensorType::F32 || type == TensorType::F64 ? Precision::Float32
                                                            : Precision::Bfloat16;
}

Result<molm::Config> readConfig(const fs::path& file) {
  const auto text = readFile(file);
  if (!text) return tl::unexpected(text.error());
  const auto object = nlohmann::json::parse(*text, nullptr, false);
  if (!object.is_object()) {
    return fail(ErrorCode::Corrupt, fmt::format("{} is not a JSON object.", file.string()));
  }
  auto config = molm::configFromJson(object);
  if (!config) return tl::unexpected(config.error().within("reading " + file.string()));
  return config;
}

}  // namespace

Result<ModelSizes> readModelSizes(const fs::path& modelFolder) {
  const auto config = readConfig(modelFolder / "config.json");
  if (!config) return tl::unexpected(config.error());
  const auto weights = checkpoints::WeightFiles::open(modelFolder);
  if (!weights) return tl::unexpected(weights.error());
  ModelSizes sizes;
  sizes.name = config->name;
  sizes.language = config->llama;
  for (const checkpoints::WeightView& view : weights->tensors()) {
    const checkpoints::TensorEntry& entry = view.entry();
    const auto numbers = (entry.end - entry.begin) / checkpoints::bytesPerNumber(entry.type);
    if (isEncoder(entry.name)) {
      sizes.encoderNumbers += numbers;
    } else if (isMatrix(entry)) {
      sizes.matrixNumbers += numbers;
      sizes.stored = precisionOf(entry.type);
    } else {
      sizes.embeddingNumbers += numbers;
    }
  }
  return sizes;
}

}  // namespace molloquy::session
