#pragma once

#include <span>
#include <string>
#include <vector>

#include "model/reflect/prompt_book.h"
#include "model/reflect/row_context.h"

namespace molloquy::reflect {

/// x, K and y of a row: what is given, the alignments between them, what is asked for.
struct Sample {
  std::string id;
  std::string smiles;
  std::string caption;
  std::string alignments;  ///< rendered; empty = none are shown.
};

/// A prompt in parts: `system` is told first, `user` ends with the question, `target` is learnt.
struct TuningPrompt {
  std::string system;
  std::string user;
  std::string target;
  std::vector<std::string> exampleIds;  ///< in the order in which they stand.
};

/// How a prompt is written.
enum class PromptForm {
  Chat,   ///< system and user text for a chat template, words of resources/prompts.
  Plain,  ///< ICMA's text for base models, the system text empty. Source: molreflect.md 3.2.
};

/// The chain-of-thought prompt: each example x, K, y, then the question's x and K; the target is
/// the question's y. Source: molreflect.md 4.3.
TuningPrompt tuningPrompt(const PromptBook& book, Direction direction, PromptForm form,
                          std::span<const Sample> examples, const Sample& question);

/// Drops the longest example again and again until system, user and target take at most `cutoff`
/// tokens together. returns the examples that stay, in their order; all may go.
/// Source: molreflect.md 2.2 (overflow rule), 4.4 (cutoff).
std::vector<Sample> examplesThatFit(const PromptBook& book, Direction direction, PromptForm form,
                                    std::vector<Sample> examples, const Sample& question,
                                    std::size_t cutoff, const CountTokens& count);

}  // namespace molloquy::reflect
