#pragma once

#include <optional>
#include <vector>

#include "widgets/viewport/tools/value_entry.h"
#include "widgets/viewport/tools/tool.h"

namespace molloquy::widgets {

/// Measures from atom to atom: two clicks are a distance, a third makes it an angle, a fourth a
/// torsion. What is measured stays until it is removed; a double click on a number types it.
class MeasureTool : public Tool {
  Q_OBJECT
 public:
  MeasureTool(ToolBench* bench, QObject* parent);

  bool fillStrip(OptionStrip& strip) override;
  void deactivate() override;
  void hover(const QPointF& place, const Hit& hit) override;
  void click(ViewAction action, const QPointF& place, const Hit& hit) override;
  bool doubleClick(const QPointF& place) override;
  bool key(ViewAction action, const Hit& hit) override;
  [[nodiscard]] bool isBusy() const override { return !m_atoms.empty() || m_entry.isOpen(); }
  bool cancel() override;
  void paint(OverlayPainter& painter) const override;

  /// The atoms clicked so far.
  [[nodiscard]] const std::vector<AtomIndex>& pending() const { return m_atoms; }

 private:
  [[nodiscard]] std::optional<int> labelAt(const QPointF& place) const;
  void add(AtomIndex atom);
  void keep();
  void clear();

  ValueEntry m_entry;
  std::vector<AtomIndex> m_atoms;
  std::optional<AtomIndex> m_hovered;
  QPointF m_pointer;
  std::size_t m_wanted = 0;  ///< atoms of the chosen kind; 0 = as many as are clicked.
};

}  // namespace molloquy::widgets
