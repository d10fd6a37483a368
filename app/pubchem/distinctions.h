#pragma once

#include <vector>

#include "app/pubchem/compound_types.h"

namespace molloquy::pubchem {

/// Fills in `distinction` of candidates: what sets each apart from the others, in a few words that
/// are computed from the structures ("anomeric centre not set", "open chain", "hydrochloride-like
/// salt, 2 parts"), never guessed from titles. Empty where nothing is known or nothing differs.
void distinguish(std::vector<CompoundSummary>& candidates);

}  // namespace molloquy::pubchem
