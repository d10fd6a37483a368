#pragma once

#include <set>

#include "widgets/selection/pin_model.h"
#include "widgets/viewport/floating_bar.h"

class QVBoxLayout;

namespace molloquy::widgets {

/// The list of pins over the viewport: letter, words, number of atoms, an eye and a close button
/// for each, and a Clear button when there are several. Hidden while nothing is pinned.
class PinLegend : public QWidget {
  Q_OBJECT
 public:
  PinLegend(PinModel* pins, QWidget* parent);

  /// Whether the eye of a pin is shut: its halo and tag are not drawn.
  [[nodiscard]] bool isShut(int slot) const { return m_shut.count(slot) > 0; }

 Q_SIGNALS:
  void shutPinsChanged();
  /// The person wants to see this pin's atoms.
  void pinActivated(int slot);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;

 private:
  void rebuild();
  QWidget* makeRow(const Pin& pin);
  QWidget* makeFoot();

  PinModel* m_pins;
  QVBoxLayout* m_layout;
  std::set<int> m_shut;
};

}  // namespace molloquy::widgets
