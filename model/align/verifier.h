#pragma once

#include <string_view>

#include "model/align/alignment_record.h"
#include "model/align/lexicon.h"
#include "model/align/phrase_proposals.h"
#include "model/chem/molecule.h"

namespace molloquy::align {

/// Decides by substructure search whether a proposed phrase is true of the molecule, and where.
/// Role and relation clauses are not claims about this molecule: Unlocalised, without atoms.
/// Source: molreflect.md 7.5 steps 3, 5, 6 and 7; score 7.6. The id is left empty.
AlignmentRecord verifyProposal(const chem::Molecule& molecule, std::string_view text,
                               const Proposal& proposal, const Lexicon& lexicon);

/// 0.5 verify + 0.2 prior + 0.2 specificity, renormalised (no perplexity term without a model).
double recordScore(AlignmentStatus status, const LexiconEntry& entry);

}  // namespace molloquy::align
