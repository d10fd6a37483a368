#pragma once

#include <QHeaderView>
#include <QStyledItemDelegate>
#include <QTableView>

namespace molloquy::widgets {

/// How much a cell asks for attention, as the model's data of kEmphasisRole.
enum class Emphasis { Normal, Strong, Secondary, Hint, Wrong };
inline constexpr int kEmphasisRole = Qt::UserRole + 100;

/// A table as the design has them: no grid, a line below each row, the whole row lights up under
/// the pointer, digits of one width. Ctrl+C copies the selected rows, tab-separated.
class TableView : public QTableView {
  Q_OBJECT
 public:
  explicit TableView(QWidget* parent = nullptr);

  /// The selected rows, or all where none is, with the head line; one line a row.
  [[nodiscard]] QString rowsAsText() const;
  /// Every row as comma-separated values with the head line.
  [[nodiscard]] QString csv() const;
  void copyRows() const;
  /// What stands in a table without rows.
  void setEmptyText(const QString& sentence);

 protected:
  void initViewItemOption(QStyleOptionViewItem* option) const override;
  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  bool event(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  friend class CellDelegate;
  void applyLook();
  [[nodiscard]] QString asText(const QModelIndexList& rows, QChar separator) const;

  int m_hoveredRow = -1;
  QString m_emptyText;
};

/// Paints cells: row fill, line, text in the emphasis of the cell, focus ring around the row.
class CellDelegate : public QStyledItemDelegate {
  Q_OBJECT
 public:
  explicit CellDelegate(TableView* view) : QStyledItemDelegate(view), m_view(view) {}

  void paint(QPainter* painter, const QStyleOptionViewItem& option,
             const QModelIndex& index) const override;
  QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option,
                        const QModelIndex& index) const override;

 protected:
  /// What stands in the cell; the row is painted already. `place` is the cell within its margins.
  virtual void paintContent(QPainter& painter, const QStyleOptionViewItem& option,
                            const QRect& place, const QModelIndex& index) const;
  void paintRow(QPainter& painter, const QStyleOptionViewItem& option,
                const QModelIndex& index) const;

 private:
  TableView* m_view;
};

/// The head: quiet words on the table's own ground, an arrow where rows are sorted.
class TableHeader : public QHeaderView {
  Q_OBJECT
 public:
  explicit TableHeader(QWidget* parent);

 protected:
  void paintSection(QPainter* painter, const QRect& rect, int section) const override;
  [[nodiscard]] QSize sectionSizeFromContents(int section) const override;
};

}  // namespace molloquy::widgets
