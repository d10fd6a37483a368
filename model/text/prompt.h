#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "model/base/result.h"

namespace molloquy::text {

/// The question of captioning. Source: 3D-MoLM, data_provider/stage2_dm.py.
inline constexpr std::string_view kDescribeInstruction = "Describe the input molecule.";

struct PromptOptions {
  std::size_t smilesMaxCharacters = 96;  ///< the SMILES is cut there; 3D-MoLM trains with 96.
  int moleculeTokens = 8;                ///< query tokens of the Q-Former.
};

/// Names of special tokens inside the person's text would become tokens ("<mol>" takes a place that
/// the molecule needs). Errors: InvalidInput, naming the token, when one stands in the instruction.
Result<void> checkInstruction(std::string_view instruction);

/// The text in front of an answer: task, instruction, SMILES and the molecule's places.
/// Source: 3D-MoLM, data_provider/stage2_dm.py and stage3_dm.py, the prompt template.
std::string buildPrompt(std::string_view instruction, std::string_view smiles,
                        const PromptOptions& options = {});

}  // namespace molloquy::text
