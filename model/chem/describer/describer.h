#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/align/lexicon.h"
#include "model/base/text_offsets.h"
#include "model/chem/molecule.h"

namespace molloquy::describer {

enum class DescriptionLength { Short, Normal, Long };

struct DescribeOptions {
  std::uint64_t seed = 0;  ///< chooses among wordings and orders; the same seed gives the same text.
  DescriptionLength length = DescriptionLength::Normal;
};

/// A run of the text that names a part of the molecule.
struct DescribedPhrase {
  TextSpan span;                 ///< code points.
  std::vector<AtomIndex> atoms;  ///< never empty; sorted.
  std::string lexiconId;         ///< entry of the lexicon, or empty for counts and the like.
};

struct Description {
  std::string text;
  std::vector<DescribedPhrase> phrases;  ///< in text order, not overlapping.
};

/// An English description of the molecule, in the manner of ChEBI, from its graph alone: classes,
/// rings, groups and where they sit, chain, stereochemistry, charge, components. Every statement is
/// true of the graph. Without RDKit the text only says how many atoms there are.
Description describe(const chem::Molecule& molecule, const align::Lexicon& lexicon,
                     const DescribeOptions& options = {});

}  // namespace molloquy::describer
