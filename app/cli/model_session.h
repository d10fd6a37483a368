#pragma once

#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>

#include <nlohmann/json.hpp>

#include "model/base/result.h"
#include "model/chem/molecule.h"
#include "model/session/chat_session.h"

namespace molloquy::cli {

/// The folder that --model names, or the starter model among the program's own files.
Result<std::filesystem::path> modelFolder(const std::string& chosen);

/// Opens a model, with its progress on standard error.
Result<std::unique_ptr<session::ChatSession>> openModel(const std::filesystem::path& folder,
                                                        std::stop_token stop);

/// What the encoder is given.
session::SeenStructure seenStructure(const chem::Molecule& molecule,
                                     const chem::Conformer& conformer, std::string smiles);

/// The question that captioning models are trained with: the first of prompts/instructions.txt.
Result<std::string> captionInstruction();

/// The "model" member of JSON answers.
nlohmann::ordered_json modelJson(const session::ModelInfo& info);

}  // namespace molloquy::cli
