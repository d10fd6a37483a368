#pragma once

#include <QStyledItemDelegate>

namespace molloquy::widgets {

/// Paints a row of the popup: the part that was typed is bold, the row that Enter takes says so.
class SearchRowDelegate : public QStyledItemDelegate {
  Q_OBJECT

 public:
  explicit SearchRowDelegate(QObject* parent) : QStyledItemDelegate(parent) {}

  void paint(QPainter* painter, const QStyleOptionViewItem& option,
             const QModelIndex& index) const override;
  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                               const QModelIndex& index) const override;
};

}  // namespace molloquy::widgets
