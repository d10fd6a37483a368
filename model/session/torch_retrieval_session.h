#pragma once

#include "model/session/retrieval_session.h"

namespace molloquy::session {

/// Opens the stage-1 network of a model folder: stage1.json, stage1.safetensors, vocab.txt, and the
/// 3D encoder in the model's own weights. Float32, on a CUDA device when there is one and it is not
/// declined, else on the processor.
/// Errors: NotFound (which file), Corrupt, Unsupported (a vocabulary that does not fit the network;
/// CUDA asked for in vain), OutOfMemory. Nothing is thrown.
Result<std::unique_ptr<RetrievalSession>> openTorchRetrievalSession(
    const std::filesystem::path& modelFolder, const OpenOptions& options,
    const LoadProgress& progress, std::stop_token stop);

}  // namespace molloquy::session
