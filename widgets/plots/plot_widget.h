#pragma once

#include <QImage>
#include <QPixmap>
#include <QWidget>

#include "widgets/plots/plot_accessible.h"
#include "widgets/plots/plot_data.h"
#include "widgets/plots/plot_painter.h"

namespace molloquy::widgets {

/// A plot that can be read, walked and taken along: axes with round numbers, a crosshair with
/// values under the pointer, a cursor on the first series for keyboard and drag, PNG, SVG and CSV.
/// Screen readers get every point as a row.
class PlotWidget : public QWidget, public PointedPicture {
  Q_OBJECT
 public:
  explicit PlotWidget(QWidget* parent = nullptr);

  /// Keeps the marked point where it still exists.
  void setPlot(PlotData plotted);
  [[nodiscard]] const PlotData& plot() const { return m_data; }
  /// No points; the sentence stands in the middle.
  void clear(const QString& sentence);

  /// The point of the first series that is marked with the dashed line, nullopt = none. Emits
  /// nothing.
  void setMarked(std::optional<int> point);
  [[nodiscard]] std::optional<int> marked() const { return m_marked; }

  /// Where a point of the first series is drawn, logical pixels.
  [[nodiscard]] QPointF placeOf(int point) const;
  /// "170°, 0.00 kcal/mol".
  [[nodiscard]] QString pointText(int point) const;
  [[nodiscard]] int pointCount() const;

  [[nodiscard]] QImage image(const QSize& size, double devicePixelRatio) const;
  [[nodiscard]] QByteArray svg(const QSize& size) const;
  [[nodiscard]] QString csv() const { return plotCsv(m_data); }

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

  [[nodiscard]] int rowCount() const override { return pointCount(); }
  [[nodiscard]] QString rowText(int row) const override { return pointText(row); }
  [[nodiscard]] QRect rowPlace(int row) const override;
  [[nodiscard]] std::optional<int> currentRow() const override { return m_marked; }

 Q_SIGNALS:
  /// By click, drag or arrow keys.
  void pointChosen(int point);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  void choose(int point);
  [[nodiscard]] std::optional<int> nearest(const QPointF& place) const;
  [[nodiscard]] PlotPainter painterFor(const QSize& size) const;
  void updateAccessibleText();

  PlotData m_data;
  QString m_sentence;
  std::optional<int> m_marked;
  std::optional<int> m_hovered;
  QPixmap m_grid;  ///< axes and series, repainted when something changes.
};

}  // namespace molloquy::widgets
