#pragma once

#include "model/tools/parity_models.h"

namespace molloquy::parity {

/// Every answer the set holds: of the whole network (batch padded on the right, single structures),
/// of the language model alone, and of other versions of transformers; the scores of a beam search.
void runGenerationCases(GoldenFolder& golden, Report& report);

}  // namespace molloquy::parity
