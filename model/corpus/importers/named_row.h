#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/corpus/importers/row.h"

namespace molloquy::corpus {

/// Values by name, in the order of the source: keys of JSON, data fields of an SDF.
using NamedValues = std::vector<std::pair<std::string, std::string>>;

/// Rows of sources whose every record names its own values. The first record decides which name
/// fills which place, if it can; a later one that lacks the SMILES or the text is rejected. As long
/// as none had a text, a record with other names is asked again.
class NamedRows {
 public:
  NamedRows(ImportRun& run, ColumnPlan::SmilesColumn smiles) : m_run(run), m_smiles(smiles) {}

  /// Takes or rejects a record; `structure` is what it has beside its values.
  void take(std::size_t number, NamedValues&& values, Structure&& structure);

 private:
  /// Errors: those of ColumnPlan::make.
  Result<void> decide(std::vector<std::string> names);

  ImportRun& m_run;
  ColumnPlan::SmilesColumn m_smiles;
  std::vector<std::string> m_known;                         ///< names of the record that decided.
  std::optional<std::array<std::string, kPlaces>> m_names;  ///< empty: nothing fills the place.
};

}  // namespace molloquy::corpus
