#pragma once

#include <optional>
#include <vector>

#include "widgets/viewport/tools/tool.h"

class QLabel;

namespace molloquy::widgets {

/// Moves and turns atoms in the plane of the view: the selection when it is grabbed, else the one
/// atom. One gesture is one edit; so is a series of arrow keys without a pause.
class MoveTool : public Tool {
  Q_OBJECT
 public:
  using Tool::Tool;

  bool fillStrip(OptionStrip& strip) override;
  void deactivate() override;
  bool beginDrag(ViewAction action, const QPointF& place, const Hit& hit) override;
  void drag(const QPointF& place) override;
  void drop(const QPointF& place, const Hit& hit) override;
  bool key(ViewAction action, const Hit& hit) override;
  void keysReleased() override;
  [[nodiscard]] bool isBusy() const override { return !m_atoms.empty(); }
  bool cancel() override;
  void paint(OverlayPainter& painter) const override;

  /// How far the gesture has come: "1.25 Å", "15.0°"; empty between gestures.
  [[nodiscard]] const QString& readout() const { return m_readout; }

 private:
  enum class Way { Shift, Turn };

  bool begin(std::vector<AtomIndex> atoms, const chem::Point3& grip);
  void shiftBy(const chem::Point3& way);
  void turnBy(const chem::Point3& axis, double degrees);
  void nudge(const QPointF& direction, double angstrom);
  void commit();
  void finish();

  std::vector<AtomIndex> m_atoms;  ///< empty: nothing is going on.
  chem::Positions m_start;
  chem::Point3 m_grip{};           ///< where the hand took hold, angstrom.
  QPointF m_startPlace;
  Way m_way = Way::Shift;
  double m_turned = 0;             ///< by keys, degrees.
  bool m_byKeys = false;
  QString m_readout;
};

}  // namespace molloquy::widgets
