#pragma once

#include <filesystem>

#include "model/base/result.h"
#include "model/checkpoints/assemble_plan.h"

namespace molloquy::checkpoints {

/// Opens and checks the stage-1 checkpoint and its words; adds stage1.safetensors and the text of
/// stage1.json to the plan. Tied tensors are stored once.
/// Precondition: input.stage1 and input.vocabulary. Errors: as assembleModel's about sources;
/// Corrupt when words and embeddings differ in number.
Result<void> planStage1(const AssembleInput& input, AssemblePlan& plan);

/// The file itself, or vocab.txt in a folder.
std::filesystem::path vocabularyFile(const std::filesystem::path& fileOrFolder);

}  // namespace molloquy::checkpoints
