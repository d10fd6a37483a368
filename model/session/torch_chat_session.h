#pragma once

#include "model/session/chat_session.h"

namespace molloquy::session {

/// Opens a model folder with libtorch: on the first CUDA device in bf16 if there is one, else on
/// the CPU in f32, with all processor cores but one. Sets the calling thread's OpenMP threads, so
/// the session has to be used on the same thread. History is not read: the models answer one
/// question. Errors: those of openChatSession. Nothing is thrown.
Result<std::unique_ptr<ChatSession>> openTorchChatSession(const std::filesystem::path& modelFolder,
                                                          const LoadProgress& progress,
                                                          std::stop_token stop);

}  // namespace molloquy::session
