#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "model/checkpoints/safetensors.h"
#include "model/molm/config.h"

/// Tiny language models and adapters for them; numbers are those of published_files::number, exact
/// in every number type.
namespace adapter_folders {

inline constexpr int kHidden = 8;
inline constexpr int kRank = 2;
inline constexpr double kAlpha = 8.0;

struct Tensor {
  std::string name;
  std::vector<std::int64_t> shape;
};

/// A language model of two blocks in the transformers layout: embeddings, q, v and down
/// projections, and a few other tensors.
std::vector<Tensor> languageTensors();
void writeLanguageModel(const std::filesystem::path& folder,
                        molloquy::checkpoints::TensorType type);

/// A and B of q_proj and down_proj in both blocks.
std::vector<Tensor> adapterTensors(const std::string& prefix = "base_model.model.");
/// What peft 0.5 writes beside them.
nlohmann::json adapterJson();
enum class Form { Safetensors, PytorchBin };
void writeAdapterFolder(const std::filesystem::path& folder, const nlohmann::json& config,
                        const std::vector<Tensor>& tensors, Form form = Form::Safetensors);

/// config.json of a molecule model of ours whose language model carries those adapters.
molloquy::molm::Config moleculeConfig();

/// Writes the tensors, filled by formula.
void writeWeights(const std::filesystem::path& file, const std::vector<Tensor>& tensors,
                  molloquy::checkpoints::TensorType type);

/// Number (row, column) of W + (alpha / r) B A for a module, by the formula.
double merged(const std::string& weight, const std::string& module, std::int64_t columns,
              std::int64_t row, std::int64_t column,
              const std::string& prefix = "base_model.model.");

}  // namespace adapter_folders
