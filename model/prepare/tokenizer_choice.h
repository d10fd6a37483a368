#pragma once

#include <filesystem>
#include <optional>

#include "model/prepare/plan.h"

namespace molloquy::prepare {

/// The tokenizer that a recipe names, or that of the folder it starts from; fills the plan's token
/// files and companions. special  of a SentencePiece file that stands alone; without, its own <s>
/// and </s>, with [PAD] and <mol> behind its pieces. Folders tell their own.
/// Errors: NotFound (no tokenizer, no folder), those of text::Tokenizer.
Result<text::Tokenizer> loadTokenizer(const recipes::Recipe& recipe,
                                      const std::optional<text::SpecialTokens>& special,
                                      Plan& plan);

/// The ids that prepared data is told of. A plain model's rows are filled with a token that texts
/// do not contain.
recipes::PreparedVocabulary vocabularyOf(const text::Tokenizer& tokenizer);

bool isFolder(const std::filesystem::path& path);
/// The sentence for a start folder that is not there.
Error noFolder(const std::filesystem::path& folder);

}  // namespace molloquy::prepare
