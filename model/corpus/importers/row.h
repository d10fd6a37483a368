#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/corpus/importers/import_run.h"

namespace molloquy::corpus {

/// Places of an entry that a column may fill.
enum class Place : std::uint8_t { Id, Smiles, Answer, Instruction, Task, Split, Source };
inline constexpr std::size_t kPlaces = 7;

/// Which column fills which place.
class ColumnPlan {
 public:
  /// Whether the structures come from a column.
  enum class SmilesColumn { Needed, Optional };
  /// The choices of the options, then the usual names in any case.
  /// Errors: InvalidInput (an unknown place, a column that does not exist, none for the SMILES
  /// where one is needed), listing the columns there are.
  static Result<ColumnPlan> make(const ImportOptions& options, std::span<const std::string> columns,
                                 SmilesColumn smiles);

  [[nodiscard]] std::optional<std::size_t> columnOf(Place place) const {
    return m_columns[static_cast<std::size_t>(place)];
  }
  /// Writes the plan into the report.
  void tell(std::span<const std::string> columns, ImportReport& report) const;

 private:
  std::array<std::optional<std::size_t>, kPlaces> m_columns;
};

/// One row as texts of its places; absent where no column fills one.
struct Row {
  std::array<std::optional<std::string>, kPlaces> texts;
  Structure structure;                  ///< what the source has beside the SMILES.
  std::vector<QuestionAnswer> further;  ///< learnt beside the text.

  [[nodiscard]] const std::optional<std::string>& at(Place place) const {
    return texts[static_cast<std::size_t>(place)];
  }
  std::optional<std::string>& at(Place place) { return texts[static_cast<std::size_t>(place)]; }
};

/// "\\" -> "\": tables that were quoted twice. True when something was undone.
bool undoDoubledBackslashes(std::string& smiles);

/// Why a structure cannot be learnt from, or nullopt: grammar of the SMILES, positions that are not
/// finite or do not belong to the symbols.
struct StructureFault {
  RejectionKind kind;
  std::string sentence;
};
std::optional<StructureFault> faultOf(const Structure& structure);

/// Takes the row as an entry, or rejects it.
void takeRow(ImportRun& run, std::size_t number, Row&& row);

}  // namespace molloquy::corpus
