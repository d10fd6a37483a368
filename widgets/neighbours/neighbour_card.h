#pragma once

#include <QColor>
#include <QRectF>
#include <QSize>
#include <QStyledItemDelegate>

namespace molloquy::theme {
struct Tokens;
}

namespace molloquy::widgets {

class NeighbourListModel;
struct NeighbourCard;

/// Colour of a neighbour: of its sticks where it lies over the open structure, and behind the atoms
/// it shares with it in its drawing (at 32 %). Pin B.
QColor neighbourColour(const theme::Tokens& tokens);

/// What every card has, decided by all of them, so that they are equally high.
struct CardShape {
  int width = 168;   ///< of a cell with its gap, logical pixels.
  int drawing = 98;  ///< height of the drawing, logical pixels.
  int scores = 1;    ///< lines of scores; one stands beside the formula.
  int textLines = 0;
  friend bool operator==(const CardShape&, const CardShape&) = default;
};

/// Paints a neighbour: drawing, name and movement, formula, scores with their words, text.
class NeighbourCardDelegate : public QStyledItemDelegate {
  Q_OBJECT
 public:
  NeighbourCardDelegate(const NeighbourListModel& model, QObject* parent);

  void setShape(const CardShape& shape) { m_shape = shape; }
  [[nodiscard]] const CardShape& shape() const { return m_shape; }
  void setOverlaid(const QString& key) { m_overlaid = key; }

  /// Space between two cards.
  static int gap();
  /// Height of a cell without its drawing.
  [[nodiscard]] static int fixedHeight(const CardShape& shape);
  /// Where the drawing stands in a cell.
  [[nodiscard]] QRect drawingPlace(const QRect& cell) const;

  void paint(QPainter* painter, const QStyleOptionViewItem& option,
             const QModelIndex& index) const override;
  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                               const QModelIndex& index) const override;

 Q_SIGNALS:
  /// A card was painted without its drawing.
  void thumbnailMissing(const QString& key) const;

 private:
  void paintFrame(QPainter& painter, const QStyleOptionViewItem& option, const QRect& card,
                  const NeighbourCard& shown) const;
  void paintDrawing(QPainter& painter, const QRect& place, const QModelIndex& index,
                    const theme::Tokens& tokens) const;
  void paintWords(QPainter& painter, const QRect& place, const QModelIndex& index,
                  const theme::Tokens& tokens) const;

  const NeighbourListModel& m_model;
  CardShape m_shape;
  QString m_overlaid;
};

}  // namespace molloquy::widgets
