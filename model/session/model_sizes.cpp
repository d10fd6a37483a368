#include "model/session/model_sizes.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "model/checkpoints/model_folder.h"
#include "model/checkpoints/tensor_source.h"
#include "model/session/folder_config.h"

namespace molloquy::session {
namespace fs = std::filesystem;
using checkpoints::SourceTensor;
using checkpoints::TensorType;

namespace {

constexpr std::array<std::string_view, 5> kEncoderParts{"graph_encoder.", "ln_graph.",
                                                        "query_tokens", "Qformer.", "llm_proj."};

bool isEncoder(std::string_view tensor) {
  return std::any_of(kEncoderParts.begin(), kEncoderParts.end(),
                     [&](std::string_view part) { return tensor.starts_with(part); });
}

/// Linear layers of the blocks; they are what packed numbers replace.
bool isMatrix(std::string_view tensor) {
  return tensor.find("_proj.") != std::string_view::npos && !tensor.ends_with(".bias");
}

bool isEmbedding(std::string_view tensor) {
  return tensor.find("embed_tokens.weight") != std::string_view::npos;
}

bool isHead(std::string_view tensor) {
  return tensor.find("lm_head.weight") != std::string_view::npos;
}

/// Scales belong to the numbers that they scale.
bool isScale(std::string_view tensor) { return tensor.ends_with(".scale"); }

Precision precisionOf(const SourceTensor& entry) {
  if (entry.name.ends_with(".int8")) return Precision::Int8;
  if (entry.name.ends_with(".int4")) return Precision::Int4;
  const bool wide = entry.type == TensorType::F32 || entry.type == TensorType::F64;
  return wide ? Precision::Float32 : Precision::Bfloat16;
}

std::uint64_t numbersIn(const SourceTensor& entry) {
  const auto count = static_cast<std::uint64_t>(entry.count());
  return precisionOf(entry) == Precision::Int4 ? 2 * count : count;
}

void countTensor(const SourceTensor& entry, ModelSizes& sizes) {
  const std::uint64_t bytes =
      static_cast<std::uint64_t>(entry.count()) * checkpoints::bytesPerNumber(entry.type);
  sizes.totalBytes += bytes;
  if (!isEncoder(entry.name)) sizes.languageBytes += bytes;
  if (!isEncoder(entry.name) && isEmbedding(entry.name)) sizes.embeddingBytes += bytes;
  if (isScale(entry.name)) return;
  if (isEncoder(entry.name)) {
    sizes.encoderNumbers += numbersIn(entry);
  } else if (isMatrix(entry.name)) {
    sizes.matrixNumbers += numbersIn(entry);
    if (entry.name.find(".lora_") == std::string::npos) sizes.stored = precisionOf(entry);
  } else if (isEmbedding(entry.name)) {
    sizes.embeddingNumbers += numbersIn(entry);
  } else if (isHead(entry.name)) {
    sizes.headNumbers += numbersIn(entry);
  } else {
    sizes.otherNumbers += numbersIn(entry);
  }
}

}  // namespace

Result<ModelSizes> readModelSizes(const fs::path& modelFolder) {
  const auto files = checkpoints::openModelFolder(modelFolder);
  if (!files) return tl::unexpected(files.error());
  const auto config = readFolderConfig(modelFolder);
  if (!config) return tl::unexpected(config.error());
  const auto weights = checkpoints::TensorSource::open(files->weights);
  if (!weights) return tl::unexpected(weights.error());
  ModelSizes sizes;
  sizes.name = config->name;
  sizes.family = config->family;
  sizes.language = config->language();
  for (const SourceTensor& tensor : (*weights)->tensors()) countTensor(tensor, sizes);
  // Our own kernels read mapped files; what has to be unpacked is left to libtorch.
  if ((*weights)->kind() != checkpoints::WeightFileKind::Safetensors) {
    sizes.stored = Precision::Float32;
    sizes.languageBytes = 4 * (sizes.parameters() - sizes.encoderNumbers);
  }
  return sizes;
}

}  // namespace molloquy::session
