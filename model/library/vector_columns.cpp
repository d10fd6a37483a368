#include "model/library/vector_columns.h"

namespace molloquy::library {
namespace {

/// Rows of one column, gathered until a gap.
class ColumnRun {
 public:
  ColumnRun(vectors::ColumnFile& file, const char* column, std::size_t bytesPerRow)
      : m_file(file), m_column(column), m_bytesPerRow(bytesPerRow) {}

  Result<void> add(std::uint64_t row, const void* bytes) {
    if (!m_bytes.empty() && row != m_first + m_bytes.size() / m_bytesPerRow) {
      if (auto written = write(); !written) return written;
    }
    if (m_bytes.empty()) m_first = row;
    const auto* begin = static_cast<const std::byte*>(bytes);
    m_bytes.insert(m_bytes.end(), begin, begin + m_bytesPerRow);
    return {};
  }
  Result<void> write() {
    if (m_bytes.empty()) return {};
    auto written = m_file.append(m_column, m_bytesPerRow, m_first, m_bytes);
    m_bytes.clear();
    return written;
  }

 private:
  vectors::ColumnFile& m_file;
  const char* m_column;
  std::size_t m_bytesPerRow;
  std::uint64_t m_first = 0;
  std::vector<std::byte> m_bytes;
};

/// One column of all rows; `bytesOf(row)` is null for a row that has none.
template <class BytesOf>
Result<void> appendColumn(vectors::ColumnFile& file, const char* column, std::size_t bytesPerRow,
                          std::span<const KeyRow> rows, const BytesOf& bytesOf) {
  ColumnRun run(file, column, bytesPerRow);
  for (const KeyRow& row : rows) {
    const void* bytes = bytesOf(row);
    if (bytes == nullptr) continue;
    if (auto added = run.add(row.row, bytes); !added) return added;
  }
  return run.write();
}

template <class Member>
Result<void> appendKey(vectors::ColumnFile& file, const char* column, std::span<const KeyRow> rows,
                       Member MoleculeKeys::*member) {
  return appendColumn(file, column, sizeof(Member), rows, [member](const KeyRow& row) {
    return row.keys != nullptr ? static_cast<const void*>((row.keys->*member).data()) : nullptr;
  });
}

}  // namespace

Result<void> appendKeys(vectors::ColumnFile& file, std::span<const KeyRow> rows) {
  if (auto done = appendKey(file, columns::kMorgan, rows, &MoleculeKeys::morgan); !done) {
    return done;
  }
  if (auto done = appendKey(file, columns::kPath, rows, &MoleculeKeys::path); !done) return done;
  if (auto done = appendKey(file, columns::kScreen, rows, &MoleculeKeys::screen); !done) {
    return done;
  }
  if (auto done = appendKey(file, columns::kMaccs, rows, &MoleculeKeys::maccs); !done) return done;
  if (auto done = appendKey(file, columns::kComputed, rows, &MoleculeKeys::computed); !done) {
    return done;
  }
  return appendColumn(file, columns::kShape, sizeof(ShapeNumbers), rows, [](const KeyRow& row) {
    return row.shape ? static_cast<const void*>(row.shape->data()) : nullptr;
  });
}

RowSet rowsOfColumn(const vectors::ColumnFile& file, std::string_view column, std::size_t rows) {
  RowSet present(rows);
  for (const vectors::RowRun& run : file.runs(column)) {
    for (std::size_t row = 0; row < run.rows; ++row) present.insert(run.firstRow + row);
  }
  return present;
}

std::vector<std::string> rebuildableColumns() {
  return {columns::kMorgan, columns::kPath,     columns::kScreen,
          columns::kMaccs,  columns::kComputed, columns::kShape};
}

}  // namespace molloquy::library
