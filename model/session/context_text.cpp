#include "model/session/context_text.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/base/text_offsets.h"

namespace molloquy::session {
namespace {

/// At most kExampleCharacters of a text, without a half word at its end.
std::string shortened(const std::string& text) {
  const std::size_t end = byteOffset(text, kExampleCharacters);
  if (end >= text.size()) return text;
  const std::size_t blank = text.rfind(' ', end);
  return text.substr(0, blank == std::string::npos ? end : blank) + " ...";
}

}  // namespace

std::vector<ContextExample> nearestExamples(const GenerateRequest& request, std::size_t most) {
  std::vector<ContextExample> examples;
  std::copy_if(request.context.begin(), request.context.end(), std::back_inserter(examples),
               [](const ContextExample& example) { return !example.text.empty(); });
  std::stable_sort(
      examples.begin(), examples.end(),
      [](const ContextExample& a, const ContextExample& b) { return a.similarity > b.similarity; });
  if (examples.size() > most) examples.resize(most);
  return examples;
}

std::string contextText(std::span<const ContextExample> nearestFirst) {
  if (nearestFirst.empty()) return {};
  std::string text =
      "Texts of other molecules that were found by likeness, the most similar one last. What they "
      "say need not hold for the molecule in question.\n\n";
  for (std::size_t i = nearestFirst.size(); i-- > 0;) {
    const ContextExample& example = nearestFirst[i];
    text +=
        fmt::format("Example {} ({} {:.2f})\n", nearestFirst.size() - i,
                    example.measure.empty() ? "similarity" : example.measure, example.similarity);
    if (!example.name.empty()) text += fmt::format("Name: {}\n", example.name);
    if (!example.smiles.empty()) text += fmt::format("SMILES: {}\n", example.smiles);
    text += fmt::format("Text: {}\n\n", shortened(example.text));
  }
  return text +
         "Weigh what the examples have in common with the molecule in question and where they "
         "differ from it, then answer.\n";
}

}  // namespace molloquy::session
