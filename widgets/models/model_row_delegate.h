#pragma once

#include <QStyledItemDelegate>

namespace molloquy::widgets {

/// Paints a model of the list: mark of its state, name, one line about it, and the state in words
/// where it is not the ordinary one.
class ModelRowDelegate : public QStyledItemDelegate {
  Q_OBJECT

 public:
  explicit ModelRowDelegate(QObject* parent = nullptr);

  void paint(QPainter* painter, const QStyleOptionViewItem& option,
             const QModelIndex& index) const override;
  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                               const QModelIndex& index) const override;
};

}  // namespace molloquy::widgets
