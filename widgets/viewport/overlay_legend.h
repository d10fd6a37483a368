#pragma once

#include <vector>

#include <QColor>
#include <QStringList>
#include <QWidget>

namespace molloquy::widgets {

/// Which colour is which of the structures laid over each other: "Overlay" and a swatch with a name
/// for each. Hidden while there is none.
class OverlayLegend : public QWidget {
  Q_OBJECT
 public:
  explicit OverlayLegend(QWidget* parent);

  /// As many colours as names.
  void setEntries(std::vector<QColor> colours, QStringList names);
  [[nodiscard]] QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;

 private:
  std::vector<QColor> m_colours;
  QStringList m_names;
};

}  // namespace molloquy::widgets
