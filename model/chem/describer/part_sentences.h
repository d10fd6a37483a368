#pragma once

#include <optional>
#include <vector>

#include "model/chem/describer/english.h"
#include "model/chem/describer/structure_survey.h"

namespace molloquy::describer {

/// Each writes one sentence (no full stop) about one aspect, or nothing when there is nothing to say.
using Sentence = std::optional<Phrase>;

/// Ring systems with their numbers; also says that there is none.
Sentence ringSentence(const StructureSurvey& survey, Choice& choice);
/// Functional groups and substituents with their numbers.
Sentence groupSentence(const StructureSurvey& survey, Choice& choice);
/// Length of the longest carbon chain.
Sentence chainSentence(const StructureSurvey& survey, Choice& choice);
/// CIP labels of centres and double bonds.
Sentence stereoSentence(const StructureSurvey& survey, Choice& choice);
/// Net charge, or that the molecule is a zwitterion.
Sentence chargeSentence(const StructureSurvey& survey, Choice& choice);
/// Salts and other structures of several parts.
Sentence componentSentence(const StructureSurvey& survey, Choice& choice);
Sentence isotopeSentence(const StructureSurvey& survey, Choice& choice);
/// How many atoms of each element other than hydrogen.
Sentence compositionSentence(const StructureSurvey& survey, Choice& choice);
/// How many rings, and how many of them are aromatic.
Sentence ringCountSentence(const StructureSurvey& survey, Choice& choice);

/// Ring systems of the same name together: "two benzene rings", "a purine ring system".
std::vector<Phrase> ringItems(const StructureSurvey& survey, std::size_t maximum, bool& truncated);
/// Groups of the same name together, by rank.
std::vector<Phrase> groupItems(const StructureSurvey& survey, std::size_t maximum, bool& truncated);

}  // namespace molloquy::describer
