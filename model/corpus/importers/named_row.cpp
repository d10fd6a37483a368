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

std::vector<std::string> namesOf(const NamedValues& values) {
  std::vector<std::string> names;
  names.reserve(values.size());
  for (const auto& value : values) names.push_back(value.first);
  return names;
}

}  // namespace

Result<void> NamedRows::decide(std::vector<std::string> names) {
  auto plan = ColumnPlan::make(m_run.options(), names, m_smiles);
  if (!plan) return tl::unexpected(plan.error());
  m_known = std::move(names);
  // Once rows were taken, a record decides anew only if it has what the others lacked.
  if (m_names && !plan->columnOf(Place::Answer)) return {};
  m_names.emplace();
  for (std::size_t place = 0; place < kPlaces; ++place) {
    if (const auto column = plan->columnOf(static_cast<Place>(place))) {
      (*m_names)[place] = m_known[*column];
    }
  }
  plan->tell(m_known, m_run.report());
  return {};
}

void NamedRows::take(std::size_t number, NamedValues&& values, Structure&& structure) {
  const bool hasText = m_names && !(*m_names)[static_cast<std::size_t>(Place::Answer)].empty();
  if (!hasText) {
    std::vector<std::string> names = namesOf(values);
    if (!m_names) {
      if (Result<void> decided = decide(std::move(names)); !decided) {
        return m_run.reject(number, structure.smiles, RejectionKind::MissingField,
                            decided.error().message);
      }
    } else if (names != m_known) {
      // A record that cannot decide leaves things as they are.
      static_cast<void>(decide(std::move(names)));
    }
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
      return;
    }
  }
  row.structure = std::move(structure);
  takeRow(m_run, number, std::move(row));
}

}  // namespace molloquy::corpus
