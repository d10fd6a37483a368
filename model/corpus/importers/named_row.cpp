#include "model/corpus/importers/named_row.h"

#include <fmt/format.h>

#include <algorithm>

namespace molloquy::corpus {
namespace {

std::string* valueAt(NamedValues& values, const std::string& name) {
  const auto found = std::find_if(values.begin(), values.end(),
                                  [&](const auto& value) { return value.first == name; });
  return found == values.end() ? nullptr : &found->second;
}

bool mayNotBeMissing(Place place) { return place == Place::Smiles || place == Place::Answer; }

}  // namespace

Result<void> NamedRows::decide(const NamedValues& values) {
  std::vector<std::string> names;
  names.reserve(values.size());
  for (const auto& value : values) names.push_back(value.first);
  auto plan = ColumnPlan::make(m_run.options(), names, m_smiles);
  if (!plan) return tl::unexpected(plan.error().within("reading " + m_run.file().string()));
  plan->tell(names, m_run.report());
  m_names.emplace();
  for (std::size_t place = 0; place < kPlaces; ++place) {
    if (const auto column = plan->columnOf(static_cast<Place>(place))) {
      (*m_names)[place] = names[*column];
    }
  }
  return {};
}

Result<void> NamedRows::take(std::size_t number, NamedValues&& values, Structure&& structure) {
  if (!m_names) {
    if (Result<void> decided = decide(values); !decided) return decided;
  }
  Row row;
  for (std::size_t i = 0; i < kPlaces; ++i) {
    const std::string& name = (*m_names)[i];
    if (name.empty()) continue;
    std::string* value = valueAt(values, name);
    if (value != nullptr) {
      row.texts[i] = std::move(*value);
    } else if (mayNotBeMissing(static_cast<Place>(i))) {
      m_run.reject(number, row.at(Place::Id).value_or(structure.smiles),
                   RejectionKind::MissingField, fmt::format("The record has no \"{}\".", name));
      return {};
    }
  }
  row.structure = std::move(structure);
  takeRow(m_run, number, std::move(row));
  return {};
}

}  // namespace molloquy::corpus
