#pragma once

#include <optional>
#include <vector>

#include <QImage>
#include <QWidget>

#include "widgets/plots/plot_accessible.h"
#include "widgets/plots/plot_data.h"

namespace molloquy::widgets {

/// A grid of values: row-major, x fastest; values that are not finite are not there yet.
struct HeatMapData {
  PlotAxis x;
  PlotAxis y;
  std::vector<double> xs;  ///< ascending.
  std::vector<double> ys;  ///< ascending.
  std::vector<double> values;
  QString valueTitle;  ///< "kcal/mol above minimum".
  QString valueUnit;   ///< " kcal/mol".
};

/// Two torsions against the energy: one hue whose lightness alone tells the value, so every colour
/// vision reads it; a scale at the right, values under the pointer, a cursor for mouse and
/// keyboard.
class HeatMap : public QWidget, public PointedPicture {
  Q_OBJECT
 public:
  explicit HeatMap(QWidget* parent = nullptr);

  /// Keeps the marked cell where it still has a value.
  void setMap(HeatMapData grid);
  [[nodiscard]] const HeatMapData& map() const { return m_data; }
  void clear(const QString& sentence);
  /// Place in `values`; nullopt = none. Emits nothing.
  void setMarked(std::optional<int> cell);
  [[nodiscard]] std::optional<int> marked() const { return m_marked; }
  [[nodiscard]] QRectF cellRect(int cell) const;
  /// "60°, −120°, 2.31 kcal/mol".
  [[nodiscard]] QString cellText(int cell) const;

  [[nodiscard]] QImage image(const QSize& size, double devicePixelRatio) const;
  [[nodiscard]] QByteArray svg(const QSize& size) const;
  /// One line a cell: x, y, value.
  [[nodiscard]] QString csv() const;

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

  [[nodiscard]] int rowCount() const override { return static_cast<int>(m_data.values.size()); }
  [[nodiscard]] QString rowText(int row) const override { return cellText(row); }
  [[nodiscard]] QRect rowPlace(int row) const override { return cellRect(row).toRect(); }
  [[nodiscard]] std::optional<int> currentRow() const override { return m_marked; }

 Q_SIGNALS:
  void cellChosen(int cell);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void changeEvent(QEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  [[nodiscard]] std::optional<int> cellAt(const QPointF& place) const;
  [[nodiscard]] bool hasValue(int cell) const;
  void choose(int cell);
  void updateAccessibleText();

  HeatMapData m_data;
  QString m_sentence;
  std::optional<int> m_marked;
  std::optional<int> m_hovered;
};

}  // namespace molloquy::widgets
