#include "model/prepare/prepared_line.h"

#include "model/base/text_offsets.h"

namespace molloquy::prepare {
namespace {

constexpr std::size_t kShownCharacters = 60;

std::string shortened(const std::string& text) {
  return text.substr(0, byteOffset(text, kShownCharacters));
}

/// What all kinds of line have in common.
struct Common {
  std::string name;
  std::string source;
  std::string split;
  std::string identity;
  const corpus::Structure* structure = nullptr;
};

Common commonOf(const corpus::Structure& structure, const std::string& id,
                const std::string& source, const std::string& split) {
  Common common{shortened(id.empty() ? structure.smiles : id), source, split, structure.smiles,
                &structure};
  if (common.identity.empty()) {
    for (const std::string& symbol : structure.symbols) common.identity += symbol + " ";
  }
  return common;
}

Common commonOf(const corpus::Line& line) {
  if (const auto* entry = std::get_if<corpus::Entry>(&line)) {
    return commonOf(entry->structure, entry->id, entry->source, entry->split);
  }
  if (const auto* dialogue = std::get_if<corpus::Dialogue>(&line)) {
    Common common = commonOf(dialogue->structure, dialogue->id, dialogue->source, dialogue->split);
    if (common.identity.empty()) {
      for (const corpus::Message& message : dialogue->messages) common.identity += message.content;
    }
    return common;
  }
  const auto& plain = std::get<corpus::PlainText>(line);
  return {shortened(plain.text), plain.source, {}, plain.text, nullptr};
}

/// Every example of the line is lost together with its structure.
void loseAll(PreparedLine& prepared, Loss loss, const std::string& reason) {
  prepared.content.examples.clear();
  prepared.content.lost.push_back({"", loss, reason});
}

}  // namespace

Split splitOf(const std::string& name) {
  if (name == "validation" || name == "valid" || name == "val" || name == "dev") {
    return Split::Measured;
  }
  return name == "test" ? Split::Test : Split::Learnt;
}

PreparedLine prepareLine(const Plan& plan, const corpus::Line& line, ConformerStore* store,
                         const std::stop_token& stop) {
  Common common = commonOf(line);
  PreparedLine prepared;
  prepared.name = std::move(common.name);
  prepared.source = std::move(common.source);
  prepared.split = std::move(common.split);
  prepared.identity = std::move(common.identity);
  if (splitOf(prepared.split) == Split::Test) {
    loseAll(prepared, Loss::TestSplit, "Rows of the test split are kept for measuring.");
    return prepared;
  }
  prepared.content = examplesOf(plan, line);
  if (prepared.content.examples.empty() || !usesStructures(plan.objective)) return prepared;
  const EmbeddingSettings settings{plan.settings.conformers,
                                   static_cast<std::uint32_t>(plan.settings.conformerSeed)};
  auto geometry = geometryOf(*common.structure, settings, store, stop);
  if (!geometry) {
    loseAll(prepared, geometry.error().loss, geometry.error().reason);
    return prepared;
  }
  prepared.geometryKey = contentKey(geometry->geometry);
  prepared.geometry = *std::move(geometry);
  return prepared;
}

}  // namespace molloquy::prepare
