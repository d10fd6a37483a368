#pragma once

#include "model/prepare/examples.h"

namespace molloquy::prepare {

/// Stages 2 and 3: every pair, and the last answer of every conversation, behind the molecule
/// prompt. A conversation becomes an instruction: the system's text, then the question; earlier
/// exchanges stand between them as "Question: ..." and "Answer: ...", the question then, too.
LineExamples answerExamples(const Plan& plan, const corpus::Line& line);

/// The instruction that a conversation becomes in a molecule prompt.
std::string instructionOf(const corpus::Dialogue& dialogue);

}  // namespace molloquy::prepare
