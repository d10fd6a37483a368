#pragma once

#include <filesystem>
#include <string>

#include "model/base/result.h"

namespace molloquy::app {

/// What a person chooses when a model is assembled of the published files.
enum class AssembleField { UniMol, LanguageModel, Checkpoint, Stage1, Vocabulary, Output };

/// Looks at one choice at once, before anything long begins: headers only.
/// returns  what was found, as a sentence: "Uni-Mol encoder, 15 layers, width 512."
/// Errors: NotFound, Corrupt, Unsupported, InvalidInput: a sentence that names the file and says
/// what belongs there.
Result<std::string> checkAssembleField(AssembleField field, const std::filesystem::path& path);

}  // namespace molloquy::app
