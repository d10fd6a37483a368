#pragma once

#include <optional>
#include <vector>

#include "widgets/viewport/tools/tool.h"
#include "widgets/viewport/tools/value_entry.h"

class QLabel;

namespace molloquy::widgets {

class SegmentedControl;

/// Works on one bond: its torsion by a ring or the bond itself, its length by dragging an atom with
/// the right button, angles by dragging an atom; each also by typing. One side moves as one piece.
class BondTool : public Tool {
  Q_OBJECT
 public:
  BondTool(ToolBench* bench, QObject* parent);

  bool fillStrip(OptionStrip& strip) override;
  void activate() override;
  void deactivate() override;
  [[nodiscard]] std::optional<ViewAction> handleAt(const QPointF& place) const override;
  bool beginDrag(ViewAction action, const QPointF& place, const Hit& hit) override;
  void drag(const QPointF& place) override;
  void drop(const QPointF& place, const Hit& hit) override;
  void click(ViewAction action, const QPointF& place, const Hit& hit) override;
  bool doubleClick(const QPointF& place) override;
  bool key(ViewAction action, const Hit& hit) override;
  [[nodiscard]] bool isBusy() const override { return m_bond.has_value(); }
  bool cancel() override;
  void paint(OverlayPainter& painter) const override;

  /// The chosen bond; nullopt: none.
  [[nodiscard]] std::optional<chem::Bond> bond() const { return m_bond; }
  /// Where the handle of the torsion's ring is; nullopt where the bond has no torsion.
  [[nodiscard]] std::optional<QPointF> handlePlace() const;
  /// Where the torsion and the length are written.
  [[nodiscard]] std::optional<QPointF> torsionPlace() const;
  [[nodiscard]] std::optional<QPointF> lengthPlace() const;
  [[nodiscard]] ValueEntry& entry() { return m_entry; }

 private:
  enum class Drag { None, Ring, Turn, Angle, Length, Free };

  enum class Label { None, Torsion, Length };

  void choose(std::optional<chem::Bond> bond);
  /// The number that is written at a place.
  [[nodiscard]] Label labelAt(const QPointF& place) const;
  void updateStrip();
  [[nodiscard]] std::vector<AtomIndex> torsion() const;
  [[nodiscard]] InternalMove torsionMove() const;
  [[nodiscard]] InternalMove lengthMove() const;
  [[nodiscard]] std::optional<AtomIndex> pivotOf(AtomIndex atom) const;
  [[nodiscard]] std::optional<double> ringAngle(const QPointF& place) const;
  bool beginTurn(const QPointF& place, Drag drag);
  bool beginBend(AtomIndex atom);
  bool beginStretch(AtomIndex atom);
  void dragFreely(const QPointF& place);
  [[nodiscard]] double draggedTo(const QPointF& place) const;

  ValueEntry m_entry;
  std::optional<chem::Bond> m_bond;
  chem::edit::MovedSide m_side = chem::edit::MovedSide::Last;
  enum class Lengths { Keep, Free } m_lengths = Lengths::Keep;
  Drag m_drag = Drag::None;
  InternalMove m_move;
  chem::Positions m_start;
  QPointF m_startPlace;
  double m_startValue = 0;
  double m_startAngle = 0;  ///< of the pointer on the ring, degrees.
  SegmentedControl* m_sides = nullptr;
  QWidget* m_strip = nullptr;
  QLabel* m_words = nullptr;
};

}  // namespace molloquy::widgets
