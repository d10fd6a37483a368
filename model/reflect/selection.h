#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "model/reflect/choose.h"

namespace molloquy::reflect {

/// What the student's perplexity is taken of.
enum class SelectionRule {
  TargetConditional,  ///< y behind prompt(x, C, K).
  Self,               ///< K behind prompt(x, C): rows whose y must not be looked at.
};
std::string_view nameOf(SelectionRule rule);

/// What the student said about one row.
struct RowSelection {
  std::string id;
  SelectionRule rule = SelectionRule::TargetConditional;
  std::vector<std::string> examples;  ///< ids, in the order of the prompt.
  std::optional<double> none;         ///< perplexity with an empty K; target-conditional only.
  std::optional<double> zero;         ///< nothing where the text has no record.
  std::optional<double> reflected;
  Chosen chosen;
  /// Record id -> 1 - ppl / ppl without the record, over the tokens of its phrase in y.
  std::map<std::string, double> credit;

  /// Of the chosen text.
  [[nodiscard]] std::optional<double> selected() const;
  /// 1 - ppl_K / ppl_none. Source: molreflect.md 7.4.
  [[nodiscard]] std::optional<double> gain() const;
};

nlohmann::ordered_json toJson(const RowSelection& selection);
/// Nothing when it is no such object.
std::optional<RowSelection> selectionFromJson(const std::string& line);

/// Means over the rows that have all of none, zero and reflected.
struct SelectionMeans {
  std::size_t rows = 0;
  double none = 0.0;
  double zero = 0.0;
  double reflected = 0.0;
  double selected = 0.0;
  double gain = 0.0;

  void add(const RowSelection& selection);

 private:
  void move(double& mean, double value) const;
};

}  // namespace molloquy::reflect
