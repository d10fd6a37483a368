#include "model/reflect/selection.h"

#include <nlohmann/json.hpp>

namespace molloquy::reflect {
namespace {

using Json = nlohmann::ordered_json;

Json numberOrNull(const std::optional<double>& value) { return value ? Json(*value) : Json(); }

std::optional<double> numberAt(const Json& object, const char* key) {
  const Json& value = object.at(key);
  return value.is_number() ? std::optional(value.get<double>()) : std::nullopt;
}

ChosenBy reasonNamed(const std::string& name) {
  for (const ChosenBy reason : {ChosenBy::Perplexity, ChosenBy::VerifiedShare, ChosenBy::OnlyOne}) {
    if (nameOf(reason) == name) return reason;
  }
  return ChosenBy::Nothing;
}

}  // namespace

std::string_view nameOf(SelectionRule rule) {
  return rule == SelectionRule::Self ? "self" : "target_conditional";
}

std::optional<double> RowSelection::selected() const {
  switch (chosen.choice) {
    case Choice::Zero:
      return zero;
    case Choice::Reflected:
      return reflected;
    case Choice::None:
      break;
  }
  return none;
}

std::optional<double> RowSelection::gain() const {
  if (!none || *none <= 0.0 || !selected()) return std::nullopt;
  return 1.0 - *selected() / *none;
}

Json toJson(const RowSelection& selection) {
  Json object{{"id", selection.id},
              {"rule", nameOf(selection.rule)},
              {"examples", selection.examples},
              {"ppl",
               {{"none", numberOrNull(selection.none)},
                {"zero", numberOrNull(selection.zero)},
                {"reflected", numberOrNull(selection.reflected)}}},
              {"chosen", nameOf(selection.chosen.choice)},
              {"by", nameOf(selection.chosen.by)},
              {"gain", numberOrNull(selection.gain())}};
  if (!selection.credit.empty()) object["ppl_gain"] = selection.credit;
  return object;
}

std::optional<RowSelection> selectionFromJson(const std::string& line) {
  try {
    const Json object = Json::parse(line);
    RowSelection selection;
    selection.id = object.at("id").get<std::string>();
    if (object.at("rule") == nameOf(SelectionRule::Self)) selection.rule = SelectionRule::Self;
    selection.examples = object.at("examples").get<std::vector<std::string>>();
    selection.none = numberAt(object.at("ppl"), "none");
    selection.zero = numberAt(object.at("ppl"), "zero");
    selection.reflected = numberAt(object.at("ppl"), "reflected");
    const auto choice = choiceNamed(object.at("chosen").get<std::string>());
    if (!choice) return std::nullopt;
    selection.chosen = {*choice, reasonNamed(object.at("by").get<std::string>())};
    if (object.contains("ppl_gain")) {
      selection.credit = object["ppl_gain"].get<std::map<std::string, double>>();
    }
    return selection;
  } catch (const nlohmann::json::exception&) {
    return std::nullopt;
  }
}

void SelectionMeans::move(double& mean, double value) const {
  mean += (value - mean) / static_cast<double>(rows);
}

void SelectionMeans::add(const RowSelection& selection) {
  if (!selection.none || !selection.zero || !selection.reflected) return;
  ++rows;
  move(none, *selection.none);
  move(zero, *selection.zero);
  move(reflected, *selection.reflected);
  move(selected, *selection.selected());
  move(gain, *selection.gain());
}

}  // namespace molloquy::reflect
