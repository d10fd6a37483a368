#pragma once

#include <cstdint>
#include <vector>

#include "model/corpus/generators/questions.h"

namespace molloquy::corpus {

struct PropertyQuestionOptions {
  std::vector<Property> properties = {Property::MolecularWeight, Property::LogP,
                                      Property::PolarSurface, Property::Complexity};
  std::size_t perStructure = 0;  ///< how many of them, drawn; 0 = all.
  std::uint64_t seed = 1;
};

/// Questions about numbers of the graph, answered by computation: molecular weight of all
/// components with isotopes as drawn; Wildman-Crippen LogP; TPSA and complexity in PubChem's
/// conventions, rounded to three digits as PubChem prints them. The structure and the names of
/// `entry` stay, its own questions are left out; the source says what the numbers are. Errors:
/// InvalidInput (a SMILES that cannot be read, naming the column), Internal (RDKit). Thread: any.
Result<Entry> withPropertyQuestions(const Entry& entry, const PropertyQuestionOptions& options);

/// What the source of such entries says: "computed (Wildman-Crippen LogP, not XLogP3; ...)".
std::string propertySource(const PropertyQuestionOptions& options);

}  // namespace molloquy::corpus
