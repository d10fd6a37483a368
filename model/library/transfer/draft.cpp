#include "model/library/transfer/draft.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace molloquy::library {

Draft draftOf(const chem::StructureRecord& record, const Source& source) {
  Draft draft;
  draft.molecule.molecule = record.molecule;
  draft.molecule.source = source;
  for (chem::Conformer& conformer : chem::conformersOf(record)) {
    draft.molecule.conformers.push_back({std::move(conformer), source});
  }
  return draft;
}

void addName(NewMolecule& molecule, std::string text, NameKind kind) {
  text = trimmedText(text);
  if (text.empty() || text.size() > kLongestValue) return;
  const bool there = std::any_of(molecule.names.begin(), molecule.names.end(),
                                 [&](const MoleculeName& name) { return name.text == text; });
  if (!there) molecule.names.push_back({std::move(text), kind});
}

void addText(NewMolecule& molecule, std::string text, const Source& source) {
  text = trimmedText(text);
  if (!text.empty()) molecule.texts.push_back({TextId(-1), std::move(text), source});
}

void addProperty(NewMolecule& molecule, std::string name, std::string value) {
  value = trimmedText(value);
  if (name.empty() || value.empty() || value.size() > kLongestValue) return;
  molecule.properties.emplace_back(std::move(name), std::move(value));
}

Source placeInFile(const std::string& file, const std::string& place) {
  return {.name = file, .reference = place, .url = {}, .credit = {}};
}

Source pubChemSource(const std::string& cid) {
  return {.name = "PubChem",
          .reference = "CID " + cid,
          .url = "https://pubchem.ncbi.nlm.nih.gov/compound/" + cid,
          .credit = "PubChem, National Center for Biotechnology Information"};
}

bool isNumber(const std::string& text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](char letter) { return letter >= '0' && letter <= '9'; });
}

bool isInchiKey(const std::string& text) {
  constexpr std::size_t kLength = 27;
  constexpr std::size_t kFirstDash = 14;
  constexpr std::size_t kSecondDash = 25;
  if (text.size() != kLength) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == kFirstDash || i == kSecondDash;
    if (dash ? text[i] != '-' : text[i] < 'A' || text[i] > 'Z') return false;
  }
  return true;
}

std::string trimmedText(const std::string& text) {
  constexpr const char* kBlanks = " \t\r\n\v\f";
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

std::string lowered(std::string text) {
  for (char& letter : text) {
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  }
  return text;
}

}  // namespace molloquy::library
