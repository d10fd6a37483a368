#pragma once

#include <string>
#include <string_view>

#include "model/align/alignment_record.h"
#include "model/align/lexicon.h"
#include "model/chem/molecule.h"

namespace molloquy::align {

/// A phrase with a pattern that somebody claims it stands for: from a language model or a person.
struct PatternClaim {
  std::string phrase;
  std::string pattern;  ///< SMARTS, or SMILES of a fragment.
  AlignmentSource source = AlignmentSource::Llm;
  std::string sourceDetail;
};

/// Checks a claim against the text and the molecule. The pattern is not trusted: over 60 atoms,
/// recursion nested deeper than 3 or over 2,000 characters it is refused; matching takes at most
/// 200 matches.
/// Status: Invalid (no pattern, refused, or the phrase is not in the text), Refuted (no match, or
/// the lexicon knows the phrase as something else), Unlocalised (one atom or over 60 % of the heavy
/// atoms), Verified.
/// Source: molreflect.md 7.5 steps 1 to 4 and 6.
AlignmentRecord verifyClaim(const chem::Molecule& molecule, std::string_view text,
                            const PatternClaim& claim, const Lexicon& lexicon);

}  // namespace molloquy::align
