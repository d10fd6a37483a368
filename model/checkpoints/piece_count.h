#pragma once

#include <cstdint>
#include <filesystem>

#include "model/base/result.h"

namespace molloquy::checkpoints {

/// Pieces in a SentencePiece tokenizer.model, counted without reading them: the fields 1 of the
/// outermost message. Errors: NotFound, Corrupt (not such a file), naming it.
/// Source: sentencepiece_model.proto; Protocol Buffers encoding.
Result<std::int64_t> sentencePieceCount(const std::filesystem::path& path);

}  // namespace molloquy::checkpoints
