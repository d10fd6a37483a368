#pragma once

#include <vector>

#include "model/chem/describer/english.h"
#include "model/chem/describer/structure_survey.h"

namespace molloquy::describer {

/// Names of the classes the molecule belongs to, each with its article ("a monocarboxylic acid",
/// "a member of phenols"), most telling first; a class whose atoms an earlier one covers is left
/// out. May be empty (methane, salts of elements).
std::vector<Phrase> classNames(const StructureSurvey& survey, const align::Lexicon& lexicon,
                               std::size_t maximum);

}  // namespace molloquy::describer
