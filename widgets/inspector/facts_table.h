#pragma once

#include <vector>

#include <QFont>
#include <QPalette>
#include <QRect>
#include <QString>

#include "model/facts/computed_facts.h"

class QPainter;

namespace molloquy::widgets {

/// Where each fact lies in the panel and how its row is painted. Coordinates are those of the whole
/// table, before scrolling, logical pixels.
class FactsTable {
 public:
  enum class RowState { Value, Computing, Failed };
  struct RowLook {
    RowState state = RowState::Value;
    bool current = false;  ///< the keyboard is here.
    bool focused = false;  ///< and its ring is to be shown.
    bool hovered = false;
    bool overCopy = false;  ///< the pointer is on the copy button of the row.
  };

  /// Lays the rows out for a width: short facts in as many columns as fit, identifiers below.
  void layOut(const std::vector<facts::Fact>& facts, int width);

  [[nodiscard]] int height() const { return m_height; }
  [[nodiscard]] int rowCount() const { return static_cast<int>(m_rows.size()); }
  [[nodiscard]] QRect rowRect(int row) const;
  /// -1 between and below the rows.
  [[nodiscard]] int rowAt(const QPoint& place) const;
  /// Place of the copy button; empty for rows without one.
  [[nodiscard]] QRect copyRect(int row) const;
  /// The row beside `row` in the next column in a direction (-1, 1), else `row`.
  [[nodiscard]] int beside(int row, int direction) const;

  void paintRow(QPainter& painter, int row, const facts::Fact& fact, const RowLook& look,
                const QPalette& palette) const;
  /// The lines between columns.
  void paintColumns(QPainter& painter, const QPalette& palette) const;

  static int rowHeight();

 private:
  struct Row {
    QRect rect;
    int column = 0;
    bool wide = false;
  };
  struct Column {
    int valueRight = 0;
    int unitLeft = 0;
    int unitWidth = 0;
  };

  void paintValue(QPainter& painter, const Row& row, const facts::Fact& fact, const RowLook& look,
                  const QPalette& palette) const;
  void paintIdentifier(QPainter& painter, const Row& row, const facts::Fact& fact,
                       const RowLook& look, const QPalette& palette) const;

  std::vector<Row> m_rows;
  std::vector<Column> m_columns;
  std::vector<int> m_separators;  ///< x of the lines between columns.
  int m_labelWidth = 0;           ///< of the identifiers.
  int m_columnsBottom = 0;
  int m_height = 0;
};

/// True for the identifiers that take a row of their own: SMILES, InChI, InChIKey.
bool isIdentifier(const facts::Fact& fact);

/// Unit and qualifier as they stand beside the value.
QString unitText(const facts::Fact& fact);

}  // namespace molloquy::widgets
