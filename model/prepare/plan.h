#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "model/recipes/prepared_dataset.h"
#include "model/recipes/recipe.h"
#include "model/text/chat_template.h"
#include "model/text/tokenizer.h"
#include "model/text/word_piece.h"

namespace molloquy::prepare {

/// How the texts of one recipe become tokens, with its vocabularies read. Const after it is made;
/// copies share the vocabularies. Thread: any.
struct Plan {
  recipes::Objective objective = recipes::Objective::Answers;
  recipes::Preparation settings;  ///< paths absolute.
  std::uint64_t seed = 0;         ///< of the held-out draw.

  std::optional<text::Tokenizer> tokenizer;              ///< of answers and texts.
  std::optional<text::WordPiece> wordPiece;              ///< of representation.
  text::ChatFormat chat = text::ChatFormat::Completion;  ///< conversations of plain models.
  int places = 0;           ///< molecule tokens of a prompt; 0 without a molecule part.
  bool endsAnswers = true;  ///< false: a second begin token instead, as published.
  recipes::PreparedVocabulary vocabulary;
  std::vector<std::filesystem::path> tokenFiles;  ///< whose bytes decide the tokens.
  /// What the finished model needs beside its weights.
  struct Companion {
    std::filesystem::path file;
    std::string name;  ///< as model folders call it.
    friend bool operator==(const Companion&, const Companion&) = default;
  };
  std::vector<Companion> companions;
};

/// The recipe with every path absolute; relative ones are meant from `folder`.
recipes::Recipe withAbsolutePaths(recipes::Recipe recipe, const std::filesystem::path& folder);

/// Reads the vocabularies that the recipe names, or those of the folder it starts from.
/// Precondition: paths as withAbsolutePaths makes them.
/// Errors: NotFound (no vocabulary, a file), those of Tokenizer and WordPiece; InvalidInput (the
/// vocabulary does not fit the recipe's sizes, with both numbers).
Result<Plan> planPreparation(const recipes::Recipe& recipe);

/// The plan's companions under the names of model folders: files that are called differently are
/// copied into a subfolder of `folder`. Errors: those of reading and writing, naming the file.
Result<std::vector<std::filesystem::path>> namedCompanions(const Plan& plan,
                                                           const std::filesystem::path& folder);

}  // namespace molloquy::prepare
