#pragma once

#include <vector>

#include "model/align/alignment_record.h"
#include "model/align/lexicon.h"
#include "model/chem/molecule.h"

namespace molloquy::align {

/// What the structure itself says, for atoms that no phrase of a text covers: groups and rings of
/// the lexicon, unnamed rings, stereocentres and double bonds by label, charged atoms, the longest
/// carbon chain. Records have source Perception, an empty span and the entry's name as phrase;
/// one record per kind, all its places in `atoms`.
/// Source: molreflect.md 7.2.
std::vector<AlignmentRecord> perceive(const chem::Molecule& molecule, const Lexicon& lexicon);

}  // namespace molloquy::align
