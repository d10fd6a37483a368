#pragma once

#include <QAbstractListModel>
#include <QHash>
#include <QImage>
#include <QStyledItemDelegate>
#include <vector>

#include "widgets/search/search_types.h"

namespace molloquy::widgets {

/// The compounds of a chooser with their drawings.
class CompoundChoiceModel : public QAbstractListModel {
  Q_OBJECT

 public:
  enum Role { CidRole = Qt::UserRole, DetailRole, FormulaRole, ShapeRole, DrawingRole };

  explicit CompoundChoiceModel(QObject* parent) : QAbstractListModel(parent) {}

  void setChoices(std::vector<CompoundChoice> choices);
  void append(const std::vector<CompoundChoice>& choices);
  void setDrawing(qint64 cid, const QImage& drawing);
  void dropDrawings();
  void setHas3d(qint64 cid, bool has3d);
  [[nodiscard]] const std::vector<CompoundChoice>& choices() const { return m_choices; }
  [[nodiscard]] bool lacksDrawing(qint64 cid) const { return !m_drawings.contains(cid); }
  [[nodiscard]] QModelIndex indexOf(qint64 cid) const;

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

 private:
  std::vector<CompoundChoice> m_choices;
  QHash<qint64, int> m_rowOf;
  QHash<qint64, QImage> m_drawings;
};

/// Paints a compound: drawing, name, formula with mass and what sets it apart, CID, and whether
/// there is a 3D record.
class CompoundDelegate : public QStyledItemDelegate {
  Q_OBJECT

 public:
  explicit CompoundDelegate(QObject* parent) : QStyledItemDelegate(parent) {}

  /// Room of a drawing, logical pixels.
  static QSize drawingRoom();

  void paint(QPainter* painter, const QStyleOptionViewItem& option,
             const QModelIndex& index) const override;
  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                               const QModelIndex& index) const override;

 Q_SIGNALS:
  /// A row was painted without its drawing.
  void drawingMissing(qint64 cid) const;
};

}  // namespace molloquy::widgets
