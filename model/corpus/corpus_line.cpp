#include "model/corpus/corpus_line.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

namespace molloquy::corpus {
namespace {

using Json = nlohmann::json;

std::string stringAt(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found == object.end() || found->is_null() ? std::string() : found->get<std::string>();
}

/// Positions are written to a thousandth of an angstrom.
double rounded(float value) { return std::round(static_cast<double>(value) * 1000.0) / 1000.0; }

Structure structureFrom(const Json& object) {
  Structure structure;
  structure.smiles = stringAt(object, "smiles");
  if (object.contains("symbols")) {
    structure.symbols = object["symbols"].get<std::vector<std::string>>();
  }
  if (object.contains("conformers")) {
    structure.conformers = object["conformers"].get<std::vector<Positions>>();
  } else if (object.contains("positions")) {
    structure.conformers.push_back(object["positions"].get<Positions>());
  }
  return structure;
}

Result<void> checkConformers(const Structure& structure) {
  for (const Positions& positions : structure.conformers) {
    if (positions.size() == structure.symbols.size()) continue;
    return fail(ErrorCode::Corrupt, fmt::format("\"conformers\" has {} points for {} \"symbols\".",
                                                positions.size(), structure.symbols.size()));
  }
  return {};
}

void write(const Structure& structure, nlohmann::ordered_json& object) {
  if (!structure.smiles.empty()) object["smiles"] = structure.smiles;
  if (structure.conformers.empty()) return;
  object["symbols"] = structure.symbols;
  auto& conformers = object["conformers"] = nlohmann::ordered_json::array();
  for (const Positions& positions : structure.conformers) {
    auto points = nlohmann::ordered_json::array();
    for (const auto& p : positions) {
      points.push_back({rounded(p[0]), rounded(p[1]), rounded(p[2])});
    }
    conformers.push_back(std::move(points));
  }
}

template <class T>
void writeNames(const T& line, nlohmann::ordered_json& object) {
  if (!line.id.empty()) object["id"] = line.id;
  if (!line.source.empty()) object["source"] = line.source;
  if (!line.split.empty()) object["split"] = line.split;
}

Dialogue dialogueFrom(const Json& object) {
  Dialogue dialogue{stringAt(object, "id"),   stringAt(object, "source"), stringAt(object, "split"),
                    stringAt(object, "task"), structureFrom(object),      {}};
  for (const Json& message : object["messages"]) {
    dialogue.messages.push_back(
        {message.at("role").get<std::string>(), message.at("content").get<std::string>()});
  }
  if (object.contains("meta") && object["meta"].is_object()) dialogue.meta = object["meta"].dump();
  return dialogue;
}

Entry entryFrom(const Json& object) {
  Entry entry{stringAt(object, "id"),
              stringAt(object, "source"),
              stringAt(object, "split"),
              structureFrom(object),
              {}};
  if (!object.contains("pairs")) return entry;
  for (const Json& pair : object["pairs"]) {
    entry.pairs.push_back({stringAt(pair, "task"), stringAt(pair, "instruction"),
                           pair.at("answer").get<std::string>()});
  }
  return entry;
}

Result<Line> readLine(const Json& object) {
  if (object.contains("messages")) {
    Dialogue dialogue = dialogueFrom(object);
    if (dialogue.messages.empty() || dialogue.messages.back().role != "assistant") {
      return fail(ErrorCode::Corrupt, "\"messages\" does not end with the assistant's.");
    }
    if (const auto fits = checkConformers(dialogue.structure); !fits) {
      return tl::unexpected(fits.error());
    }
    return dialogue;
  }
  if (object.contains("text")) {
    return PlainText{stringAt(object, "source"), object["text"].get<std::string>()};
  }
  Entry entry = entryFrom(object);
  if (entry.structure.smiles.empty() && entry.structure.symbols.empty()) {
    return fail(ErrorCode::Corrupt,
                "The line has neither \"smiles\" nor \"symbols\", \"messages\" or \"text\".");
  }
  if (const auto fits = checkConformers(entry.structure); !fits) {
    return tl::unexpected(fits.error());
  }
  return entry;
}

nlohmann::ordered_json jsonOf(const Entry& entry) {
  nlohmann::ordered_json object;
  writeNames(entry, object);
  write(entry.structure, object);
  auto& pairs = object["pairs"] = nlohmann::ordered_json::array();
  for (const QuestionAnswer& pair : entry.pairs) {
    nlohmann::ordered_json written;
    if (!pair.task.empty()) written["task"] = pair.task;
    written["instruction"] = pair.instruction;
    written["answer"] = pair.answer;
    pairs.push_back(std::move(written));
  }
  return object;
}

nlohmann::ordered_json jsonOf(const Dialogue& dialogue) {
  nlohmann::ordered_json object;
  writeNames(dialogue, object);
  if (!dialogue.task.empty()) object["task"] = dialogue.task;
  write(dialogue.structure, object);
  auto& messages = object["messages"] = nlohmann::ordered_json::array();
  for (const Message& message : dialogue.messages) {
    messages.push_back({{"role", message.role}, {"content", message.content}});
  }
  auto meta = nlohmann::ordered_json::parse(dialogue.meta, nullptr, /*allow_exceptions=*/false);
  if (meta.is_object()) object["meta"] = std::move(meta);
  return object;
}

nlohmann::ordered_json jsonOf(const PlainText& plain) {
  nlohmann::ordered_json object;
  if (!plain.source.empty()) object["source"] = plain.source;
  object["text"] = plain.text;
  return object;
}

}  // namespace

Result<Line> lineFromJson(const Json& object) {
  if (!object.is_object()) return fail(ErrorCode::Corrupt, "The line is not a JSON object.");
  try {
    return readLine(object);
  } catch (const Json::exception& error) {
    return fail(ErrorCode::Corrupt, fmt::format("A field has the wrong form: {}.", error.what()));
  }
}

nlohmann::ordered_json toJson(const Line& line) {
  return std::visit([](const auto& content) { return jsonOf(content); }, line);
}

}  // namespace molloquy::corpus
