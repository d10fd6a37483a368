#pragma once

#include <stop_token>
#include <string>

#include "model/reflect/row_context.h"
#include "model/session/chat_session.h"

namespace molloquy::reflect {

/// A question about a row for a model: a plain language model is told `system` and asked `question`;
/// one that sees structures gets both as its question and the row's molecule with an embedded
/// conformer (ETKDG, seed 7).
/// Errors: InvalidInput (no conformer can be made), Unsupported (Cap2Mol asked of a model that sees
/// structures: it would be shown the answer).
Result<session::GenerateRequest> requestFor(const session::ModelInfo& info, const RowContext& row,
                                            Direction direction, const std::string& system,
                                            const std::string& question, std::stop_token stop);

/// What a model that sees structures is asked instead of a system text and a question.
std::string questionFor(const std::string& system, const std::string& question);

}  // namespace molloquy::reflect
