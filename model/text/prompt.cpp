#include "model/text/prompt.h"

#include <array>

#include <fmt/format.h>

#include "model/base/text_offsets.h"
#include "model/text/tokenizer.h"

namespace molloquy::text {

Result<void> checkInstruction(std::string_view instruction) {
  static constexpr std::array<std::string_view, 5> kNames{kMoleculeToken, kPadToken, "<s>", "</s>",
                                                          "<unk>"};
  for (const std::string_view name : kNames) {
    if (instruction.find(name) != std::string_view::npos) {
      return fail(ErrorCode::InvalidInput,
                  fmt::format("The question contains {}, which the model reads as a mark of its "
                              "own; leave it out.",
                              name));
    }
  }
  return {};
}

std::string buildPrompt(std::string_view instruction, std::string_view smiles,
                        const PromptOptions& options) {
  const std::string_view cut = smiles.substr(0, byteOffset(smiles, options.smilesMaxCharacters));
  std::string places;
  for (int i = 0; i < options.moleculeTokens; ++i) places += kMoleculeToken;
  return fmt::format(
      "Below is an instruction that describes a task, paired with an input molecule. Write a "
      "response that appropriately completes the request.\n"
      "Instruction: {}\nInput molecule: {} {}.\nResponse: ",
      instruction, cut, places);
}

}  // namespace molloquy::text
