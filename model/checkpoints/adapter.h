#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "model/base/result.h"
#include "model/checkpoints/adapter_config.h"
#include "model/checkpoints/tensor_source.h"

namespace molloquy::checkpoints {

/// One adapted matrix: W + (alpha / r) B A.
struct AdapterPair {
  std::string module;                  ///< "model.layers.0.self_attn.q_proj"
  const SourceTensor* down = nullptr;  ///< A [r, in]
  const SourceTensor* up = nullptr;    ///< B [out, r]
};

/// A low-rank adapter of a language model: a folder of peft (adapter_config.json beside
/// adapter_model.safetensors or adapter_model.bin), or a model folder of ours whose language model
/// carries adapters. Thread: one at a time.
class Adapter {
 public:
  /// Errors: NotFound; Corrupt and Unsupported, naming the file and the tensor or field: an A
  /// without its B, shapes that do not fit the rank, tensors that are no adapter of a linear layer,
  /// modules that target_modules does not name.
  static Result<Adapter> open(const std::filesystem::path& folder);

  [[nodiscard]] const std::filesystem::path& folder() const { return m_folder; }
  /// Targets are always listed, also when the file had a pattern.
  [[nodiscard]] const AdapterConfig& config() const { return m_config; }
  /// In the order of the file.
  [[nodiscard]] const std::vector<AdapterPair>& pairs() const { return m_pairs; }
  [[nodiscard]] const AdapterPair* find(std::string_view module) const;
  [[nodiscard]] std::int64_t parameters() const;
  /// The numbers of a tensor of pairs(), row-major.
  Result<std::vector<float>> numbers(const SourceTensor& tensor) {
    return floatsOf(*m_source, tensor);
  }

  /// The numbers of any floating tensor of a source. Errors: those of reading; Unsupported, naming
  /// a tensor of another type.
  static Result<std::vector<float>> floatsOf(TensorSource& source, const SourceTensor& tensor);

 private:
  Adapter(std::filesystem::path folder, AdapterConfig config, std::unique_ptr<TensorSource> source)
      : m_folder(std::move(folder)), m_config(std::move(config)), m_source(std::move(source)) {}
  Result<void> collect(std::string_view prefix, bool ownTensorsOnly);
  Result<void> checkPairs();

  std::filesystem::path m_folder;
  AdapterConfig m_config;
  std::unique_ptr<TensorSource> m_source;
  std::vector<AdapterPair> m_pairs;
};

/// Whether a tensor belongs to an adapter ("...q_proj.lora_A.weight").
bool isAdapterTensor(std::string_view name);

}  // namespace molloquy::checkpoints
