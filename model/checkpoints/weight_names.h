#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace molloquy::checkpoints {

/// Our name of a published tensor: the name in a model folder's model.safetensors, which is the
/// registered name in molm::MoleculeLanguageModel.
///
/// Stage-1 files carry the prefix blip2qformer., stage-2 and stage-3 files blip2opt., language
/// models adapted with peft base_model.model. and lora_A.default.weight, a Uni-Mol file no prefix
/// at all, a Llama folder the bare names. nullopt: a tensor that our networks do not have
/// (Uni-Mol's pretraining heads, position ids, the stage-1 heads).
std::optional<std::string> modelTensorName(std::string_view published);

}  // namespace molloquy::checkpoints
