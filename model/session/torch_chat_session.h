#pragma once

#include "model/session/chat_session.h"

namespace molloquy::session {

/// Opens a model folder with libtorch: on the first CUDA device in bf16 if there is one and it is
/// not declined, else on the CPU in f32. Sets the calling thread's OpenMP threads, so the session
/// has to be used on the same thread. History is not read: the models answer one question. Errors:
/// those of openChatSession. Nothing is thrown.
Result<std::unique_ptr<ChatSession>> openTorchChatSession(const std::filesystem::path& modelFolder,
                                                          const OpenOptions& options,
                                                          const LoadProgress& progress,
                                                          std::stop_token stop);

}  // namespace molloquy::session
