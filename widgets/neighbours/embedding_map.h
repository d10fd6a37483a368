#pragma once

#include <QHash>
#include <QImage>
#include <QSet>
#include <QWidget>

#include "widgets/neighbours/neighbour_types.h"
#include "widgets/neighbours/point_cloud.h"
#include "widgets/neighbours/point_grid.h"
#include "widgets/plots/plot_accessible.h"

class QToolButton;

namespace molloquy::widgets {

/// A library on paper: every molecule a dot, the open structure a star, its neighbours ringed and
/// named. Drag moves, wheel and plus/minus zoom, 0 shows all; the point under the pointer or the
/// keyboard's cursor shows its name and drawing. Takes 100,000 points.
class EmbeddingMap : public QWidget, public PointedPicture {
  Q_OBJECT
 public:
  static constexpr int kAccessibleRows = 1'000;  ///< the nearest to the star.

  explicit EmbeddingMap(QWidget* parent = nullptr);

  /// note: method and share of the variance; without points: why there are none.
  void setPoints(std::vector<MapPoint> points, const QString& note);
  void setMarker(std::optional<QPointF> place, const QString& name);
  /// The neighbours' keys, the nearest first.
  void setRinged(const QStringList& keys);
  /// A null image says that there is none.
  void setThumbnail(const QString& key, const QImage& image);
  void forgetThumbnails();
  /// The point that lies over the open structure.
  void setOverlaid(const QString& key);

  [[nodiscard]] int pointCount() const { return static_cast<int>(m_points.size()); }
  /// Logical pixels.
  [[nodiscard]] QPointF placeOf(int point) const;
  [[nodiscard]] std::optional<int> pointAt(const QPointF& pixel) const;
  /// Where the keyboard is.
  [[nodiscard]] std::optional<int> cursor() const { return m_cursor; }
  [[nodiscard]] const MapTransform& transform() const { return m_transform; }
  void showAll();

  [[nodiscard]] QSize minimumSizeHint() const override;

  [[nodiscard]] int rowCount() const override;
  [[nodiscard]] QString rowText(int row) const override;
  [[nodiscard]] QRect rowPlace(int row) const override;
  [[nodiscard]] std::optional<int> currentRow() const override;

 Q_SIGNALS:
  /// Click or Space.
  void pointChosen(const QString& key);
  /// Double click or Enter.
  void openRequested(const QString& key);
  void thumbnailNeeded(const QString& key, const QSize& size, double devicePixelRatio);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  void setTransform(const MapTransform& transform);
  void zoom(double factor, const QPointF& about);
  void moveCursor(const QPointF& direction);
  void setHovered(std::optional<int> point);
  void setCursorPoint(std::optional<int> point);
  void askForDrawing(int point);
  void placeButtons();
  void orderRows() const;
  [[nodiscard]] std::optional<int> shownPoint() const;
  [[nodiscard]] const MapPoint& point(int index) const;

  std::vector<MapPoint> m_points;
  PointGrid m_grid;
  QHash<QString, int> m_indexOfKey;
  QString m_note;
  std::optional<QPointF> m_marker;
  QString m_markerName;
  std::vector<int> m_ringed;
  QStringList m_ringedKeys;
  QString m_overlaid;
  QHash<QString, QImage> m_drawings;
  QSet<QString> m_asked;
  MapTransform m_transform;
  bool m_movedByHand = false;
  std::optional<int> m_hovered;
  std::optional<int> m_cursor;
  QPointF m_pressedAt;
  QPointF m_lastAt;
  bool m_pressed = false;
  bool m_dragging = false;
  bool m_doubleClicked = false;
  QImage m_cloud;                   ///< the dots, painted anew when something changes.
  mutable std::vector<int> m_rows;  ///< points in the order a screen reader walks them.
  QToolButton* m_in;
  QToolButton* m_out;
  QToolButton* m_home;
};

}  // namespace molloquy::widgets
