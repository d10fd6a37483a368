#include "model/library/transfer/written_molecule.h"

#include <array>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace molloquy::library {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::array<std::pair<NameKind, const char*>, 4> kKinds = {
    {{NameKind::Title, "title"},
     {NameKind::Synonym, "synonym"},
     {NameKind::Systematic, "systematic"},
     {NameKind::Identifier, "identifier"}}};

const char* kindName(NameKind kind) {
  for (const auto& [one, name] : kKinds) {
    if (one == kind) return name;
  }
  return "synonym";
}

NameKind kindNamed(const std::string& name) {
  for (const auto& [kind, known] : kKinds) {
    if (name == known) return kind;
  }
  return NameKind::Synonym;
}

ordered_json sourceJson(const Source& source) {
  ordered_json object = {{"name", source.name}};
  if (!source.reference.empty()) object["reference"] = source.reference;
  if (!source.url.empty()) object["url"] = source.url;
  if (!source.credit.empty()) object["credit"] = source.credit;
  return object;
}

std::string textAt(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// The objects of a list; none when there is no such list.
std::vector<json> objectsAt(const json& object, const char* key) {
  std::vector<json> objects;
  const auto found = object.find(key);
  if (found == object.end() || !found->is_array()) return objects;
  for (const json& one : *found) {
    if (one.is_object()) objects.push_back(one);
  }
  return objects;
}

Source sourceFrom(const json& object) {
  return {textAt(object, "name"), textAt(object, "reference"), textAt(object, "url"),
          textAt(object, "credit")};
}

}  // namespace

ordered_json writtenMolecule(const LibraryMolecule& molecule) {
  ordered_json object = {{"inchikey", molecule.inchiKey},
                         {"smiles", molecule.smiles},
                         {"formula", molecule.formula},
                         {"average_mass", molecule.averageMass},
                         {"title", molecule.title}};
  object["names"] = ordered_json::array();
  for (const MoleculeName& name : molecule.names) {
    object["names"].push_back({{"text", name.text}, {"kind", kindName(name.kind)}});
  }
  object["texts"] = ordered_json::array();
  for (const MoleculeText& text : molecule.texts) {
    object["texts"].push_back({{"text", text.text}, {"source", sourceJson(text.source)}});
  }
  object["tags"] = molecule.tags;
  object["notes"] = molecule.notes;
  object["properties"] = ordered_json::array();
  for (const auto& [name, value] : molecule.properties) {
    object["properties"].push_back({{"name", name}, {"value", value}});
  }
  object["sources"] = ordered_json::array();
  for (const Source& source : molecule.sources) object["sources"].push_back(sourceJson(source));
  return object;
}

bool isWrittenMolecule(const json& object) {
  return object.contains("inchikey") && object.contains("smiles") && object.contains("names");
}

Result<Draft> readWrittenMolecule(const json& object, const Source& file) {
  const std::string smiles = textAt(object, "smiles");
  const auto record = chem::parseSmiles(smiles);
  if (!record) return tl::unexpected(record.error().within("reading \"smiles\""));
  const std::vector<json> sources = objectsAt(object, "sources");
  Draft draft = draftOf(*record, sources.empty() ? file : sourceFrom(sources.front()));
  NewMolecule& molecule = draft.molecule;
  addName(molecule, textAt(object, "title"), NameKind::Title);
  for (const json& name : objectsAt(object, "names")) {
    addName(molecule, textAt(name, "text"), kindNamed(textAt(name, "kind")));
  }
  for (const json& text : objectsAt(object, "texts")) {
    const auto source = text.find("source");
    const bool told = source != text.end() && source->is_object();
    addText(molecule, textAt(text, "text"), told ? sourceFrom(*source) : molecule.source);
  }
  for (const json& value : objectsAt(object, "properties")) {
    addProperty(molecule, textAt(value, "name"), textAt(value, "value"));
  }
  if (const auto tags = object.find("tags"); tags != object.end() && tags->is_array()) {
    for (const json& tag : *tags) {
      if (tag.is_string()) molecule.tags.push_back(tag.get<std::string>());
    }
  }
  molecule.notes = textAt(object, "notes");
  return draft;
}

}  // namespace molloquy::library
