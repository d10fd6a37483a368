#pragma once

#include <string_view>
#include <vector>

#include "model/align/alignment_record.h"
#include "model/align/lexicon.h"
#include "model/chem/molecule.h"

namespace molloquy::align {

/// Phrases of `text` that the lexicon knows, each verified against the molecule by substructure
/// search (molreflect.md 7.1 lexicon proposer, 7.5 verifier). In text order; overlapping proposals
/// are settled by the longest phrase. Pure; any thread.
std::vector<AlignmentRecord> alignText(const chem::Molecule& molecule, std::string_view text,
                                       const Lexicon& lexicon);

/// Records that touch any of `atoms`, best overlap (|A n B| / |A u B|) first (molreflect.md 8).
std::vector<const AlignmentRecord*> recordsTouching(const std::vector<AlignmentRecord>& records,
                                                    const std::vector<AtomIndex>& atoms);

}  // namespace molloquy::align
