#pragma once

#include <span>
#include <string>
#include <vector>

#include "model/facts/computed_facts.h"

namespace molloquy::app {

/// Computed facts as lines for a language model that does not see the structure: "TPSA: 63.6 Å²".
/// Left out: identifiers, which stand in the prompt already or say nothing to a model, and values
/// that could not be computed.
std::vector<std::string> factLines(std::span<const facts::Fact> facts);

}  // namespace molloquy::app
