#pragma once

#include "model/prepare/examples.h"

namespace molloquy::prepare {

/// Language models alone. A conversation is written in the model's own chat format, a pair as a
/// question about the SMILES as the program asks it, a plain text behind the begin token; a plain
/// text longer than data.max_tokens is divided at its line ends.
LineExamples textExamples(const Plan& plan, const corpus::Line& line);

}  // namespace molloquy::prepare
