#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "model/corpus/importers/line_records.h"
#include "model/corpus/importers/row.h"

namespace molloquy::corpus {
namespace {

using Json = nlohmann::json;

std::string textAt(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// The roles that a conversation may have.
bool isRole(std::string_view role) {
  return role == "system" || role == "user" || role == "assistant";
}

/// The fault of the messages, or nullopt.
std::optional<std::string> faultOf(const Dialogue& dialogue) {
  for (std::size_t i = 0; i < dialogue.messages.size(); ++i) {
    const Message& message = dialogue.messages[i];
    if (!isRole(message.role)) {
      return fmt::format("Message {} has the role \"{}\"; there are system, user and assistant.",
                         i + 1, message.role.substr(0, 40));
    }
  }
  return std::nullopt;
}

void takeChat(ImportRun& run, std::size_t number, Json&& object) {
  const Json meta = object.value("meta", Json::object());
  const auto reject = [&](RejectionKind kind, std::string sentence) {
    run.reject(number, textAt(meta, "mol_id"), kind, std::move(sentence));
  };
  if (!object.contains("messages")) {
    return reject(RejectionKind::MissingField, "The line has no \"messages\".");
  }
  if (object.contains("train_on") && object["train_on"] != "assistant") {
    return reject(RejectionKind::MissingField,
                  "\"train_on\" is something else than \"assistant\".");
  }
  Result<Line> line = lineFromJson(object);
  if (!line) return reject(RejectionKind::MissingField, line.error().message);
  auto& dialogue = std::get<Dialogue>(*line);
  if (const auto fault = faultOf(dialogue)) return reject(RejectionKind::MissingField, *fault);
  if (dialogue.messages.back().content.find_first_not_of(" \t\r\n") == std::string::npos) {
    return reject(RejectionKind::EmptyText, "The assistant's last message is empty.");
  }
  const bool hasStructure =
      !dialogue.structure.smiles.empty() || !dialogue.structure.symbols.empty();
  if (hasStructure) {
    if (const auto fault = faultOf(dialogue.structure)) return reject(fault->kind, fault->sentence);
  }
  if (dialogue.id.empty()) dialogue.id = textAt(meta, "mol_id");
  if (dialogue.source.empty()) dialogue.source = run.source();
  if (dialogue.split.empty()) dialogue.split = textAt(meta, "split");
  if (dialogue.split.empty()) dialogue.split = run.options().split;
  run.take(number, *std::move(line));
}

}  // namespace

Result<void> importChat(ImportRun& run) {
  return forEachJsonLine(run, [&](std::size_t number, Json&& object) {
    takeChat(run, number, std::move(object));
    return Result<void>();
  });
}

}  // namespace molloquy::corpus
