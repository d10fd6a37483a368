#pragma once

#include <optional>

#include <QElapsedTimer>
#include <QPointer>
#include <QString>

#include "model/chem/edit/valence.h"
#include "widgets/viewport/tools/tool.h"

namespace molloquy::widgets {

class ElementChips;

/// Draws atoms and bonds. The bond on its way shows its length, and in its colour what the valence
/// of the atom it grows from will be.
class DrawTool : public Tool {
  Q_OBJECT
 public:
  DrawTool(ToolBench* bench, QObject* parent);

  bool fillStrip(OptionStrip& strip) override;
  void activate() override { m_letters.clear(); }
  bool beginDrag(ViewAction action, const QPointF& place, const Hit& hit) override;
  void drag(const QPointF& place) override;
  void drop(const QPointF& place, const Hit& hit) override;
  void click(ViewAction action, const QPointF& place, const Hit& hit) override;
  bool key(ViewAction action, const Hit& hit) override;
  bool typed(const QString& letter, const Hit& hit) override;
  [[nodiscard]] bool isBusy() const override { return m_from.has_value(); }
  bool cancel() override;
  void paint(OverlayPainter& painter) const override;

  /// What the atom's valence will be with the bond being drawn.
  [[nodiscard]] chem::edit::ValenceState valenceWhileDrawing() const;
  [[nodiscard]] chem::BondOrder order() const { return m_order; }

 private:
  void setOrder(chem::BondOrder order);
  void cycle(BondIndex bond);
  void erase(const Hit& hit);
  [[nodiscard]] chem::Point3 freeEnd() const;
  [[nodiscard]] chem::Point3 end() const;
  [[nodiscard]] int elementTyped(const QString& letter);

  chem::BondOrder m_order = chem::BondOrder::Single;
  chem::edit::Hydrogens m_hydrogens = chem::edit::Hydrogens::Adjust;
  std::optional<AtomIndex> m_from;  ///< the atom that a bond is being drawn from.
  std::optional<AtomIndex> m_to;    ///< the atom under the pointer meanwhile.
  QPointF m_pointer;
  QString m_letters;
  QElapsedTimer m_sinceLetter;
  QPointer<QWidget> m_orders;
};

}  // namespace molloquy::widgets
