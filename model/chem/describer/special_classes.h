#pragma once

#include <string>
#include <vector>

#include "model/chem/describer/structure_survey.h"

namespace molloquy::describer {

/// A class name ready to be written.
struct NamedClass {
  int rank = 0;
  std::string name;
  std::string id;  ///< lexicon entry.
  std::vector<AtomIndex> atoms;
  bool wholeMolecule = false;
};

/// Classes that are more than one pattern: fatty acids by chain, peptides and saccharides by the
/// number of their units, steroids by their ring system, diols, hydrocarbons.
std::vector<NamedClass> specialClasses(const StructureSurvey& survey,
                                       const align::Lexicon& lexicon);

}  // namespace molloquy::describer
