#include <algorithm>
#include <charconv>
#include <memory>

#include <fmt/format.h>

#include "app/cli/commands.h"
#include "model/base/text_offsets.h"
#include "model/facts/computed_facts.h"

namespace molloquy::cli {
namespace {

struct Options {
  CommonOptions common;
  MoleculeArgument molecule;
  bool definitions = false;
};

nlohmann::ordered_json factJson(const facts::Fact& fact) {
  nlohmann::ordered_json object = {
      {"id", fact.id},     {"label", fact.label},         {"value", fact.value},
      {"unit", fact.unit}, {"qualifier", fact.qualifier}, {"definition", fact.definition}};
  double number = 0;
  const char* begin = fact.value.data() + (fact.value.starts_with('+') ? 1 : 0);
  const char* end = fact.value.data() + fact.value.size();
  const auto [stop, error] = std::from_chars(begin, end, number);
  if (error == std::errc() && stop == end && begin != end) object["number"] = number;
  return object;
}

std::string padded(const std::string& text, std::size_t width) {
  const std::size_t shown = codePointCount(text);
  return text + std::string(shown < width ? width - shown : 0, ' ');
}

std::string table(const std::vector<facts::Fact>& facts, bool definitions) {
  std::size_t width = 0;
  for (const facts::Fact& fact : facts) width = std::max(width, codePointCount(fact.label));
  std::string text;
  for (const facts::Fact& fact : facts) {
    const bool known = !fact.value.empty();
    text += fmt::format("{}  {}", padded(fact.label, width), known ? fact.value : "-");
    if (known && !fact.unit.empty()) text += " " + fact.unit;
    if (known && !fact.qualifier.empty()) text += fmt::format(" ({})", fact.qualifier);
    text += '\n';
    if (definitions || !known)
      text += fmt::format("{}    {}\n", padded("", width), fact.definition);
  }
  return text;
}

ExitCode run(const Options& options) {
  Output output = options.common.output();
  const auto molecule = loadMolecule(options.molecule);
  if (!molecule) return output.fail(molecule.error(), exitCodeOf(molecule.error()));
  const auto facts = facts::computeFacts(*molecule->record.molecule);
  if (!facts) return output.fail(facts.error(), exitCodeOf(facts.error()));
  if (!output.isJson()) {
    const std::string& name = molecule->record.molecule->name();
    if (!name.empty()) output.write(name + "\n");
    output.write(table(*facts, options.definitions));
    return output.finish();
  }
  const auto head = moleculeJson(*molecule);
  if (!head) return output.fail(head.error(), exitCodeOf(head.error()));
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const facts::Fact& fact : *facts) list.push_back(factJson(fact));
  output.writeJson({{"command", "describe"}, {"molecule", *head}, {"facts", list}});
  return output.finish();
}

}  // namespace

void addDescribe(CLI::App& program, ChosenCommand& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = addCommand(program, "describe",
                                 "Computed facts of a molecule (no model needed)", options->common);
  addMolecule(*command, options->molecule);
  command->add_flag("--definitions", options->definitions, "Say how each fact is defined");
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace molloquy::cli
