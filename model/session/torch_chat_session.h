#pragma once

#include "model/session/chat_session.h"

namespace molloquy::session {

/// Opens a model folder: a molecule model of ours, or a plain language model of the transformers
/// library. Where it runs is choosePlacement's choice; structures are encoded by libtorch, the
/// language model is computed by libtorch or by our own kernels. Sets the calling thread's OpenMP
/// threads, so the session has to be used on the same thread.
/// Errors: those of openChatSession. Nothing is thrown.
Result<std::unique_ptr<ChatSession>> openTorchChatSession(const std::filesystem::path& modelFolder,
                                                          const OpenOptions& options,
                                                          const LoadProgress& progress,
                                                          std::stop_token stop);

}  // namespace molloquy::session
