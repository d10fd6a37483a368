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
                                                        const session::OpenOptions& options,
                                                        std::stop_token stop);

/// The "model" member of JSON answers.
nlohmann::ordered_json modelJson(const session::ModelInfo& info);

}  // namespace molloquy::cli
