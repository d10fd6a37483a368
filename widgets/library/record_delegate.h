#pragma once

#include <QSize>
#include <QString>
#include <QStyledItemDelegate>

namespace molloquy::widgets {

/// Paints a record: thumbnail, title, formula and mass. The open record has a bar at its left;
/// selected ones are filled.
class RecordDelegate : public QStyledItemDelegate {
  Q_OBJECT
 public:
  explicit RecordDelegate(QObject* parent = nullptr);

  /// Size at which a drawing is shown, logical pixels.
  static QSize thumbnailRoom();
  /// Size of the drawing to ask for, logical pixels.
  static QSize thumbnailSize();

  void setOpenKey(const QString& key) { m_openKey = key; }

  void paint(QPainter* painter, const QStyleOptionViewItem& option,
             const QModelIndex& index) const override;
  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                               const QModelIndex& index) const override;

 Q_SIGNALS:
  /// A row was painted without its drawing.
  void thumbnailMissing(const QString& key) const;

 private:
  void paintThumbnail(QPainter& painter, const QRect& frame, const QModelIndex& index,
                      const QPalette& palette) const;

  QString m_openKey;
};

}  // namespace molloquy::widgets
