#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/pubchem/compound_types.h"

namespace molloquy::cli {

/// Where the shape of an opened entry came from: "PubChem", "generated here" or "none".
struct EntryShape {
  std::string geometry;
  std::string output;  ///< file that was written, or empty.
};

nlohmann::ordered_json summaryJson(const pubchem::CompoundSummary& summary);
nlohmann::ordered_json compoundJson(const pubchem::Compound& compound, const EntryShape& shape);
nlohmann::ordered_json sectionsJson(const std::vector<pubchem::AnnotationSection>& sections);

/// One line a candidate: CID, formula, weight, 3D or 2D, title and what sets it apart.
std::string candidatesText(const std::vector<pubchem::CompoundSummary>& compounds);
/// An entry for people: names, descriptions with their sources, PubChem's values beside ours.
/// definitions  with a line below each value that says how the two are defined.
enum class ValueDefinitions { Hidden, Shown };
std::string compoundText(const pubchem::Compound& compound, const EntryShape& shape,
                         ValueDefinitions definitions);
std::string sectionsText(const std::vector<pubchem::AnnotationSection>& sections);

}  // namespace molloquy::cli
