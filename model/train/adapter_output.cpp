#include "model/train/adapter_output.h"

#include <torch/torch.h>

#include <vector>

#include "model/checkpoints/adapter_export.h"

namespace molloquy::train {

Result<void> saveAdapter(const torch::nn::Module& module, const recipes::Recipe& recipe,
                         const std::string& dataKey, const std::filesystem::path& log,
                         const std::filesystem::path& folder) {
  constexpr std::string_view kLanguage = "llm_model.";
  std::vector<at::Tensor> kept;
  std::vector<checkpoints::TensorToWrite> tensors;
  for (const auto& item : module.named_parameters()) {
    if (!checkpoints::isAdapterTensor(item.key())) continue;
    std::string name = item.key();
    if (name.starts_with(kLanguage)) name.erase(0, kLanguage.size());
    kept.push_back(item.value().detach().to(at::kCPU, at::kFloat).contiguous());
    const at::Tensor& numbers = kept.back();
    tensors.push_back({std::move(name),
                       checkpoints::TensorType::F32,
                       numbers.sizes().vec(),
                       {reinterpret_cast<const std::byte*>(numbers.data_ptr<float>()),
                        static_cast<std::size_t>(numbers.numel()) * sizeof(float)}});
  }
  checkpoints::AdapterConfig config;
  if (recipe.lora) config.lora = *recipe.lora;
  config.baseModel = recipe.start.folder;
  const checkpoints::AdapterCard card{recipe.name + ": a low-rank adapter", recipe.name, dataKey,
                                      "", checkpoints::trainingFigures(log)};
  return checkpoints::writeAdapter(folder, config, card, std::move(tensors));
}

}  // namespace molloquy::train
