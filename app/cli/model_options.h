#pragma once

#include <CLI/App.hpp>

#include "model/session/chat_session.h"
#include "model/session/open_options.h"

namespace molloquy::cli {

/// --precision, --device, --threads, --context, --memory-limit.
void addOpenOptions(CLI::App& command, session::OpenOptions& options);

/// --max-tokens, --min-tokens, --temperature, --top-k, --top-p, --min-p, --repetition-penalty,
/// --beams, --length-penalty, --seed.
void addGenerateOptions(CLI::App& command, session::GenerateOptions& options);

}  // namespace molloquy::cli
