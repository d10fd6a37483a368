#include "model/corpus/generators/property_questions.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "model/chem/structure_reader.h"
#include "model/facts/pubchem_properties.h"

namespace molloquy::corpus {
namespace {

double valueOf(const facts::PubchemProperties& properties, Property property) {
  switch (property) {
    case Property::MolecularWeight:
      return properties.molecularWeight;
    case Property::LogP:
      return properties.logP;
    case Property::PolarSurface:
      return facts::toThreeDigits(properties.tpsa);
    default:
      return facts::toThreeDigits(properties.complexity);
  }
}

std::string_view noteOn(Property property) {
  switch (property) {
    case Property::MolecularWeight:
      return "average molecular weight";
    case Property::LogP:
      return "Wildman-Crippen LogP, not XLogP3";
    case Property::PolarSurface:
      return "Ertl TPSA of N, O, S in PubChem's convention";
    default:
      return "Bertz/Hendrickson/Ihlenfeldt complexity";
  }
}

/// As many properties as are asked for, in their usual order.
std::vector<Property> chosenFor(const std::string& smiles, const PropertyQuestionOptions& options) {
  std::vector<Property> chosen = options.properties;
  if (options.perStructure == 0 || options.perStructure >= chosen.size()) return chosen;
  const auto lot = [&](Property property) {
    return drawn(options.seed, smiles, fmt::format("choose {}", taskOf(property)));
  };
  std::sort(chosen.begin(), chosen.end(), [&](Property a, Property b) { return lot(a) < lot(b); });
  chosen.resize(options.perStructure);
  std::sort(chosen.begin(), chosen.end());
  return chosen;
}

}  // namespace

std::string propertySource(const PropertyQuestionOptions& options) {
  std::vector<std::string_view> notes;
  for (const Property property : options.properties) notes.push_back(noteOn(property));
  return fmt::format("computed ({})", fmt::join(notes, "; "));
}

Result<Entry> withPropertyQuestions(const Entry& entry, const PropertyQuestionOptions& options) {
  const std::string& smiles = entry.structure.smiles;
  if (smiles.empty()) {
    return fail(ErrorCode::InvalidInput, "The structure has no SMILES to compute from.");
  }
  const auto record = chem::parseSmiles(smiles);
  if (!record) return tl::unexpected(record.error());
  const auto properties = facts::pubchemProperties(*record->molecule);
  if (!properties) return tl::unexpected(properties.error());
  Entry asked{entry.id, propertySource(options), entry.split, entry.structure, {}};
  for (const Property property : chosenFor(smiles, options)) {
    asked.pairs.push_back(ask(property, valueOf(*properties, property), options.seed, smiles));
  }
  return asked;
}

}  // namespace molloquy::corpus
