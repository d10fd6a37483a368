#include "adapter_folders.h"

#include <QTest>
#include <cstring>
#include <functional>
#include <nlohmann/json.hpp>
#include <numeric>

#include "model/base/half_numbers.h"
#include "published_files.h"
#include "test_archive.h"

namespace adapter_folders {
namespace fs = std::filesystem;
using namespace molloquy::checkpoints;
using nlohmann::json;
using published_files::number;

namespace {

constexpr std::int64_t kInner = 12;
constexpr std::int64_t kWords = 5;

/// Half precision of numbers that are multiples of 1/64 and below 4 in size.
std::uint16_t halfOf(float value) {
  std::uint32_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  if (value == 0.0F) return 0;
  const std::uint32_t exponent = ((bits >> 23) & 0xFFU) - 112U;
  return static_cast<std::uint16_t>(((bits >> 16) & 0x8000U) | (exponent << 10) |
                                    ((bits >> 13) & 0x3FFU));
}

std::string bytesOf(const Tensor& tensor, TensorType type) {
  const std::int64_t count =
      std::accumulate(tensor.shape.begin(), tensor.shape.end(), std::int64_t{1}, std::multiplies());
  std::string bytes;
  for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
    const float value = number(tensor.name, i);
    const std::uint16_t half =
        type == TensorType::F16 ? halfOf(value) : molloquy::bfloat16FromFloat(value);
    if (type == TensorType::F32) {
      bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
    } else {
      bytes.append(reinterpret_cast<const char*>(&half), sizeof half);
    }
  }
  return bytes;
}

}  // namespace

std::vector<Tensor> languageTensors() {
  std::vector<Tensor> tensors = {{"model.embed_tokens.weight", {kWords, kHidden}},
                                 {"model.norm.weight", {kHidden}},
                                 {"lm_head.weight", {kWords, kHidden}}};
  for (const char* layer : {"model.layers.0.", "model.layers.1."}) {
    tensors.push_back({std::string(layer) + "input_layernorm.weight", {kHidden}});
    tensors.push_back({std::string(layer) + "self_attn.q_proj.weight", {kHidden, kHidden}});
    tensors.push_back({std::string(layer) + "self_attn.v_proj.weight", {kHidden, kHidden}});
    tensors.push_back({std::string(layer) + "mlp.down_proj.weight", {kHidden, kInner}});
  }
  return tensors;
}

void writeWeights(const fs::path& file, const std::vector<Tensor>& tensors, TensorType type) {
  std::vector<std::string> kept;
  std::vector<TensorToWrite> list;
  for (const Tensor& tensor : tensors) kept.push_back(bytesOf(tensor, type));
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    list.push_back({tensors[i].name, type, tensors[i].shape, std::as_bytes(std::span(kept[i]))});
  }
  QVERIFY(writeSafetensors(file, list, {{"format", "pt"}}).has_value());
}

void writeLanguageModel(const fs::path& folder, TensorType type) {
  fs::create_directories(folder);
  writeWeights(folder / "model.safetensors", languageTensors(), type);
  const json config = {{"model_type", "llama"},       {"hidden_size", kHidden},
                       {"intermediate_size", kInner}, {"num_hidden_layers", 2},
                       {"num_attention_heads", 2},    {"vocab_size", kWords},
                       {"torch_dtype", "float16"}};
  writePlain(folder / "config.json", config.dump());
  writePlain(folder / "tokenizer.json", "{}");
  writePlain(folder / "README.md", "# the base's own card\n");
}

std::vector<Tensor> adapterTensors(const std::string& prefix) {
  std::vector<Tensor> tensors;
  for (const char* layer : {"model.layers.0.", "model.layers.1."}) {
    const std::string q = prefix + layer + "self_attn.q_proj.lora_";
    const std::string down = prefix + layer + "mlp.down_proj.lora_";
    tensors.push_back({q + "A.weight", {kRank, kHidden}});
    tensors.push_back({q + "B.weight", {kHidden, kRank}});
    tensors.push_back({down + "A.weight", {kRank, kInner}});
    tensors.push_back({down + "B.weight", {kHidden, kRank}});
  }
  return tensors;
}

json adapterJson() {
  return {{"auto_mapping", nullptr},
          {"base_model_name_or_path", "a/base"},
          {"bias", "none"},
          {"fan_in_fan_out", false},
          {"inference_mode", true},
          {"init_lora_weights", true},
          {"layers_pattern", nullptr},
          {"layers_to_transform", nullptr},
          {"lora_alpha", 8},
          {"lora_dropout", 0.1},
          {"modules_to_save", nullptr},
          {"peft_type", "LORA"},
          {"r", kRank},
          {"revision", nullptr},
          {"target_modules", {"q_proj", "down_proj"}},
          {"task_type", "CAUSAL_LM"}};
}

void writeAdapterFolder(const fs::path& folder, const json& config,
                        const std::vector<Tensor>& tensors, Form form) {
  fs::create_directories(folder);
  writePlain(folder / "adapter_config.json", config.dump());
  if (form == Form::Safetensors) {
    writeWeights(folder / "adapter_model.safetensors", tensors, TensorType::F32);
    return;
  }
  ExpectedTensors list;
  for (const Tensor& tensor : tensors) list.push_back({tensor.name, tensor.shape});
  published_files::write(folder / "adapter_model.bin", list);
}

molloquy::molm::Config moleculeConfig() {
  molloquy::molm::Config config = published_files::sizes();
  const int words = config.llama.vocab;
  config.special = {molloquy::TokenId(1), molloquy::TokenId(2), molloquy::TokenId(words - 2),
                    molloquy::TokenId(words - 1)};
  config.llama.lora = molloquy::llama::LoraConfig{
      .rank = kRank, .alpha = kAlpha, .dropout = 0.1, .targets = {"q_proj", "down_proj"}};
  return config;
}

double merged(const std::string& weight, const std::string& module, std::int64_t columns,
              std::int64_t row, std::int64_t column, const std::string& prefix) {
  const auto at = [](std::int64_t i) { return static_cast<std::size_t>(i); };
  double sum = number(weight, at(row * columns + column));
  for (std::int64_t k = 0; k < kRank; ++k) {
    const double b = number(prefix + module + ".lora_B.weight", at(row * kRank + k));
    const double a = number(prefix + module + ".lora_A.weight", at(k * columns + column));
    sum += kAlpha / kRank * b * a;
  }
  return sum;
}

}  // namespace adapter_folders
