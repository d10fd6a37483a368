#pragma once

#include <memory>
#include <optional>
#include <regex>
#include <string>
#include <unordered_map>
#include <vector>

#include <GraphMol/ROMol.h>

#include "model/align/lexicon.h"
#include "model/align/structural_features.h"
#include "model/chem/molecule.h"

namespace molloquy::align {

using Patterns = std::vector<std::shared_ptr<const RDKit::ROMol>>;

/// A row of the lexicon, ready to be searched with.
struct CompiledEntry {
  std::regex phrase;
  std::string literal;      ///< lower-case letters every phrase contains; empty when unknown.
  Patterns patterns;        ///< what the phrase means in any text.
  Patterns strictPatterns;  ///< what the describer requires before it writes the phrase.
  std::optional<StructuralFeature> feature;  ///< instead of patterns.
};

struct Lexicon::Compiled {
  std::vector<LexiconEntry> entries;
  std::vector<CompiledEntry> compiled;  ///< by the same index.
  std::unordered_map<std::string, std::size_t> byId;
};

enum class PatternSet { Phrase, Strict };

/// Distinct matches of an entry: sorted heavy atoms, each set once, at most 200 for one pattern.
/// A strict search without strict patterns uses the phrase patterns.
std::vector<std::vector<AtomIndex>> findMatches(const chem::Molecule& molecule,
                                                const CompiledEntry& entry, PatternSet set);

}  // namespace molloquy::align
