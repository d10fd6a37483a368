#pragma once

#include "model/session/chat_session.h"

namespace molloquy::session {

/// What a model is shown: a structure needs atoms with positions, and words among which the marks
/// of its template could be mistaken; words alone need neither.
enum class ModelReads { Structures, Words };

/// What every implementation refuses before it starts: no atoms, lists that do not fit together,
/// coordinates that are no numbers, marks of the model inside the words, options out of range.
/// Errors: InvalidInput, naming the thing.
Result<void> checkRequest(const GenerateRequest& request,
                          ModelReads reads = ModelReads::Structures);

/// The refusal of a prompt that leaves no room for an answer. Names both sizes.
Error promptTooLong(int promptTokens, int contextLength);

}  // namespace molloquy::session
