#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace molloquy::prepare {

/// Why something of a corpus is not learnt from.
enum class Loss {
  UnreadableLine,       ///< no corpus line.
  TestSplit,            ///< kept for measuring.
  WrongKind,            ///< a line or task that this objective does not use.
  EmptyText,            ///< nothing to learn.
  MarkInText,           ///< the name of a special token stands in a text.
  TooLong,              ///< cutting would take molecule tokens or the answer's end.
  UnreadableStructure,  ///< atoms, SMILES or positions that cannot be used.
  NoConformer           ///< embedding failed.
};
inline constexpr std::size_t kLosses = 8;

/// "structures without a conformer": for tables of counts.
constexpr std::string_view lossName(Loss loss) {
  constexpr std::array<std::string_view, kLosses> kNames = {
      "lines that are no corpus lines",
      "rows of the test split",
      "rows that this objective does not use",
      "rows without a text to learn",
      "rows with the name of a special token in their text",
      "rows that are too long",
      "structures that cannot be read",
      "structures without a conformer"};
  return kNames[static_cast<std::size_t>(loss)];
}

/// One row that is left out. Nothing is dropped without one.
struct LeftOut {
  std::string file;
  std::size_t line = 0;  ///< from 1.
  std::string what;      ///< the row's own name: id, SMILES or task, shortened.
  Loss loss = Loss::UnreadableLine;
  std::string reason;  ///< a sentence.
};

}  // namespace molloquy::prepare
