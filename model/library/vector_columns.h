#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/base/result.h"
#include "model/library/chemistry/molecule_keys.h"
#include "model/library/prepared_molecule.h"
#include "model/library/row_set.h"
#include "model/vectors/column_file.h"
#include "model/vectors/scan.h"

namespace molloquy::library {

/// Columns of the file beside a library; row r belongs to MoleculeId r, of texts to TextId r.
namespace columns {
inline constexpr const char* kMorgan = "morgan";
inline constexpr const char* kPath = "path";
inline constexpr const char* kScreen = "screen";
inline constexpr const char* kMaccs = "maccs";
inline constexpr const char* kComputed = "computed";  ///< float64 [9], by Computed.
inline constexpr const char* kShape = "shape";        ///< float32 [60], of the first conformer.
}  // namespace columns

/// What the file keeps of one molecule. Pointers are borrowed.
struct KeyRow {
  std::uint64_t row = 0;
  const MoleculeKeys* keys = nullptr;  ///< null: these stay as they are.
  std::optional<ShapeNumbers> shape;
};
/// Appends rows in ascending order of `row`.
Result<void> appendKeys(vectors::ColumnFile& file, std::span<const KeyRow> rows);

/// Rows that a column has.
RowSet rowsOfColumn(const vectors::ColumnFile& file, std::string_view column, std::size_t rows);
/// Columns whose contents can be computed again from the structures.
std::vector<std::string> rebuildableColumns();

}  // namespace molloquy::library
