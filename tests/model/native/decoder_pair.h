#pragma once

#include <torch/torch.h>

#include <QtCore/QTemporaryDir>
#include <QtCore/QtGlobal>

#include <filesystem>
#include <memory>
#include <vector>

#include "model/checkpoints/weight_files.h"
#include "model/llama/decoder.h"
#include "model/native/llama_decoder.h"
#include "model/nn/weights.h"

namespace molloquy::testing {

inline llama::Config smallConfig() {
  llama::Config config;
  config.vocab = 83;  // not a multiple of a tile
  config.hidden = 64;
  config.intermediate = 128;
  config.layers = 2;
  config.heads = 4;
  config.kvHeads = 2;
  config.maxPosition = 512;
  config.rmsNormEps = 1e-5;
  return config;
}

/// A libtorch decoder whose weights a bfloat16 can hold, and the native one on the same file.
struct DecoderPair {
  llama::Config config;
  QTemporaryDir folder;
  llama::Decoder torchDecoder{nullptr};
  std::unique_ptr<native::LlamaDecoder> nativeDecoder;

  explicit DecoderPair(const llama::Config& c, int threads = 2,
                kernels::CpuLevel level = kernels::bestCpuLevel())
      : config(c) {
    torch::manual_seed(3);
    torchDecoder = llama::Decoder(config);
    const torch::NoGradGuard noGrad;
    for (const auto& parameter : torchDecoder->named_parameters()) {
      const bool norm = parameter.key().find("norm") != std::string::npos;
      const bool adapter = parameter.key().find("lora_") != std::string::npos;
      at::Tensor numbers = torch::randn_like(parameter.value()) * (norm || adapter ? 0.1 : 0.2);
      if (norm) numbers = numbers + 1.0;
      parameter.value().copy_(numbers.to(at::kBFloat16));
    }
    torchDecoder->eval();
    const std::filesystem::path file =
        std::filesystem::path(folder.path().toStdString()) / "model.safetensors";
    const auto saved = nn::saveWeights(*torchDecoder, file, nn::SavedType::Bfloat16);
    if (!saved) qFatal("%s", saved.error().message.c_str());
    const auto files = checkpoints::WeightFiles::open(file);
    if (!files) qFatal("%s", files.error().message.c_str());
    const auto weights = native::loadLlamaWeights(*files, config);
    if (!weights) qFatal("%s", weights.error().message.c_str());
    nativeDecoder = std::make_unique<native::LlamaDecoder>(
        config, *weights, native::LlamaDecoderOptions{threads, level});
  }

  /// Logits [L, V] of the libtorch decoder in float32.
  [[nodiscard]] at::Tensor expected(const std::vector<int>& ids) {
    const torch::NoGradGuard noGrad;
    llama::DecoderInput input;
    std::vector<std::int64_t> wide(ids.begin(), ids.end());
    input.embeddings = torchDecoder->embed(torch::tensor(wide, torch::kInt64).unsqueeze(0));
    return torchDecoder->logits(torchDecoder->forward(input))[0];
  }

  /// Reads the ids as a prompt into the slot; logits behind the last.
  std::vector<float> prompt(int slot, const std::vector<int>& ids) {
    std::vector<float> logits(static_cast<std::size_t>(config.vocab));
    const std::vector<float> rows = embedded(ids);
    nativeDecoder->extendPrompt(slot, rows, logits, {});
    return logits;
  }

  std::vector<float> embedded(const std::vector<int>& ids) {
    std::vector<TokenId> tokens;
    for (const int id : ids) tokens.emplace_back(id);
    std::vector<float> rows(ids.size() * static_cast<std::size_t>(config.hidden));
    nativeDecoder->embed(tokens, rows);
    return rows;
  }

  std::vector<float> step(const std::vector<int>& ids, const std::vector<int>& parents) {
    std::vector<TokenId> tokens;
    for (const int id : ids) tokens.emplace_back(id);
    std::vector<float> logits(ids.size() * static_cast<std::size_t>(config.vocab));
    nativeDecoder->step(tokens, parents, logits);
    return logits;
  }
};

/// Largest difference relative to the largest number.
inline double difference(const float* logits, const at::Tensor& expected) {
  const at::Tensor ours =
      torch::from_blob(const_cast<float*>(logits), {expected.size(0)}, torch::kFloat);
  return ((ours - expected).abs().max() / expected.abs().max()).item<double>();
}

inline std::vector<int> someIds(int count, int seed = 1) {
  std::vector<int> ids;
  for (int i = 0; i < count; ++i) ids.push_back((i * 37 + seed * 11 + i * i) % 83);
  return ids;
}

}  // namespace molloquy::testing
