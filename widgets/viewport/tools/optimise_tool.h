#pragma once

#include <optional>

#include "widgets/viewport/tools/tool.h"

class QComboBox;
class QLabel;
class QPushButton;

namespace molloquy::widgets {

/// Starts and stops the optimisation that runs while one looks at it, and pulls atoms meanwhile.
class OptimiseTool : public Tool {
  Q_OBJECT
 public:
  OptimiseTool(ToolBench* bench, QObject* parent);

  bool fillStrip(OptionStrip& strip) override;
  void deactivate() override;
  bool beginDrag(ViewAction action, const QPointF& place, const Hit& hit) override;
  void drag(const QPointF& place) override;
  void drop(const QPointF& place, const Hit& hit) override;
  bool key(ViewAction action, const Hit& hit) override;
  [[nodiscard]] bool isBusy() const override { return m_pulled.has_value(); }
  bool cancel() override;
  void paint(OverlayPainter& painter) const override;

  /// "24.16 kcal/mol  Δ −3.20  120 steps", or the reason why the method cannot run.
  [[nodiscard]] QString stateWords() const;

 private:
  [[nodiscard]] bool isRunning() const;
  void toggle();
  void update();

  std::optional<AtomIndex> m_pulled;
  chem::Point3 m_target{};
  QComboBox* m_method = nullptr;
  QPushButton* m_start = nullptr;
  QPushButton* m_fix = nullptr;
  QLabel* m_words = nullptr;
  QWidget* m_strip = nullptr;
};

}  // namespace molloquy::widgets
