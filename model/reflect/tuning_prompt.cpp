#include "model/reflect/tuning_prompt.h"

#include <algorithm>

#include <fmt/format.h>

namespace molloquy::reflect {
namespace {

constexpr std::string_view kNoAlignments = "(none)";

// ICMA's words. Source: molreflect.md 3.2; the line with the alignments is ours.
constexpr std::string_view kAlignmentsLine = "Alignments:\n{}\n";
constexpr std::string_view kQuestionStart =
    "Based on the above examples, analyse the similarities and differences between the examples "
    "and finally generate a ";

std::string plainAlignments(const Sample& sample) {
  return sample.alignments.empty() ? std::string()
                                   : fmt::format(kAlignmentsLine, sample.alignments);
}

std::string plainExample(Direction direction, const Sample& sample) {
  const std::string alignments = plainAlignments(sample);
  if (direction == Direction::Mol2Cap) {
    return fmt::format("Generate a caption for the molecule: {}\n{}Caption: {}\n\n", sample.smiles,
                       alignments, sample.caption);
  }
  return fmt::format("Generate a molecule for the caption: {}\n{}Molecule: {}\n\n", sample.caption,
                     alignments, sample.smiles);
}

/// With and without examples ICMA asks in different words.
std::string plainQuestion(Direction direction, const Sample& sample, bool hasExamples) {
  const std::string alignments = plainAlignments(sample);
  if (direction == Direction::Mol2Cap) {
    return hasExamples ? fmt::format("{}caption for the molecule: {}. \n{}", kQuestionStart,
                                     sample.smiles, alignments)
                       : fmt::format("Generate a caption for the molecule: {}\n{}", sample.smiles,
                                     alignments);
  }
  return hasExamples ? fmt::format("{}molecule for the caption: {}\n{}", kQuestionStart,
                                   sample.caption, alignments)
                     : fmt::format("Generate a molecule that: {}\n{}", sample.caption, alignments);
}

TuningPrompt plainPrompt(Direction direction, std::span<const Sample> examples,
                         const Sample& question) {
  TuningPrompt prompt;
  for (const Sample& example : examples) prompt.user += plainExample(direction, example);
  prompt.user += plainQuestion(direction, question, !examples.empty());
  prompt.target = direction == Direction::Mol2Cap ? "Caption: " + question.caption
                                                  : "Molecule: " + question.smiles;
  return prompt;
}

Fillings fillingsOf(const Sample& sample) {
  return {{"smiles", sample.smiles},
          {"caption", sample.caption},
          {"alignments",
           sample.alignments.empty() ? kNoAlignments : std::string_view(sample.alignments)}};
}

}  // namespace

TuningPrompt tuningPrompt(const PromptBook& book, Direction direction, PromptForm form,
                          std::span<const Sample> examples, const Sample& question) {
  TuningPrompt prompt;
  if (form == PromptForm::Plain) {
    prompt = plainPrompt(direction, examples, question);
  } else {
    prompt.system = book.section("tune", direction, "system");
    for (std::size_t i = 0; i < examples.size(); ++i) {
      const std::string example =
          filled(book.section("tune", direction, "example"), fillingsOf(examples[i]));
      prompt.user += fmt::format("Example {}\n{}\n\n", i + 1, example);
    }
    prompt.user += filled(book.section("tune", direction, "question"), fillingsOf(question));
    prompt.target = direction == Direction::Mol2Cap ? question.caption : question.smiles;
  }
  for (const Sample& example : examples) prompt.exampleIds.push_back(example.id);
  return prompt;
}

std::vector<Sample> examplesThatFit(const PromptBook& book, Direction direction, PromptForm form,
                                    std::vector<Sample> examples, const Sample& question,
                                    std::size_t cutoff, const CountTokens& count) {
  const auto length = [](const Sample& sample) {
    return sample.smiles.size() + sample.caption.size() + sample.alignments.size();
  };
  while (!examples.empty()) {
    const TuningPrompt prompt = tuningPrompt(book, direction, form, examples, question);
    if (count(prompt.system) + count(prompt.user) + count(prompt.target) <= cutoff) break;
    examples.erase(
        std::max_element(examples.begin(), examples.end(),
                         [&](const Sample& a, const Sample& b) { return length(a) < length(b); }));
  }
  return examples;
}

}  // namespace molloquy::reflect
