#include "model/text/prompt.h"

#include <array>

#include <fmt/format.h>

#include "model/base/atomic_file.h"
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

Result<std::vector<InstructionPreset>> readInstructionPresets(const std::filesystem::path& file) {
  const auto text = readFile(file);
  if (!text) return tl::unexpected(text.error());
  std::vector<InstructionPreset> presets;
  std::string_view left = *text;
  for (int line = 1; !left.empty(); ++line) {
    const std::size_t end = left.find('\n');
    const std::string_view row = left.substr(0, end);
    left = end == std::string_view::npos ? std::string_view() : left.substr(end + 1);
    if (row.empty() || row.front() == '#') continue;
    const std::size_t tab = row.find('\t');
    if (tab == std::string_view::npos || tab == 0 || tab + 1 == row.size()) {
      return fail(ErrorCode::Corrupt,
                  fmt::format("Line {} of {} is not a label and an instruction with a tab between "
                              "them.",
                              line, file.string()));
    }
    presets.push_back({std::string(row.substr(0, tab)), std::string(row.substr(tab + 1))});
  }
  return presets;
}

}  // namespace molloquy::text
