#pragma once

#include <vector>

#include "model/chem/describer/english.h"
#include "model/chem/describer/structure_survey.h"

namespace molloquy::describer {

/// Sentences (no full stop) about where the parts sit, most telling first: groups on rings, groups
/// that link rings, ortho/meta/para pairs, rings bonded to each other, spiro atoms.
std::vector<Phrase> positionSentences(const StructureSurvey& survey, Choice& choice);

}  // namespace molloquy::describer
