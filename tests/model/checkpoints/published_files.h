#pragma once

#include <filesystem>
#include <string>

#include "model/checkpoints/expected_tensors.h"
#include "model/molm/config.h"

/// Tiny files in the layout of the published ones, filled by formula.
namespace published_files {

/// Sizes of all of them; the vocabulary is that of the golden tokenizer of 600 pieces.
molloquy::molm::Config sizes();
/// Sizes of the stage-1 checkpoint: 40 words and [DEC].
molloquy::qformer::Config stage1Sizes();

/// Number `i` of the named tensor: a multiple of 1/64 below 4 in size, exact in every number type.
float number(const std::string& name, std::size_t i);

/// Writes tensors as float32 or, for a name ending in .ckpt, as one flat bfloat16 storage.
void write(const std::filesystem::path& path,
           const molloquy::checkpoints::ExpectedTensors& tensors);

/// Writes unimol.pt, llm/, generalist.ckpt, stage1.ckpt and vocab.txt into the folder.
void writeAll(const std::filesystem::path& folder);

}  // namespace published_files
