#pragma once

#include <vector>

#include <QColor>
#include <QObject>
#include <QStringList>

#include "render/trackball_camera.h"
#include "render/view_style.h"
#include "widgets/selection/pin_model.h"
#include "widgets/viewport/view_tool.h"

class QWidget;

namespace molloquy::widgets {

class AxisGizmo;
class BarButton;
class FloatingBar;
class GesturePreset;
class OptionStrip;
class OverlayLegend;
struct OverlayNotes;
class PinLegend;
class Tool;

/// What floats over the viewport: tool rail, option strip, view controls, legends, axes. Knows
/// where each stands and what the buttons ask for; carries nothing out.
class ViewportBars : public QObject {
  Q_OBJECT
 public:
  ViewportBars(PinModel* pins, QWidget* viewport);

  [[nodiscard]] PinLegend& pinLegend() const { return *m_pins; }
  [[nodiscard]] AxisGizmo& gizmo() const { return *m_gizmo; }

  /// Marks the tool in the rail and shows its choices; null: none.
  void showTool(ViewTool tool, Tool* choices);
  void showProjection(render::Projection projection);
  void setStyle(const render::ViewStyle& style);
  /// The keys in the tooltips are those of the preset.
  void setGestures(const GesturePreset& gestures);
  void setOverlayLegend(const std::vector<QColor>& colours, const QStringList& names,
                        const OverlayNotes& notes);
  /// Whether there is a structure to turn.
  void setOccupied(bool occupied);
  void place();
  void hide();

 Q_SIGNALS:
  void toolChosen(molloquy::widgets::ViewTool tool);
  void homeChosen();
  void projectionChosen(molloquy::render::Projection projection);
  void pictureChosen();
  void fullViewChosen();
  void styleChosen(const molloquy::render::ViewStyle& style);
  void hideSelectionChosen();
  void showOnlySelectionChosen();
  void labelScaleChosen(double scale);

 private:
  void buildRail();
  void buildControls();
  void showLabelMenu();
  void showVisibilityMenu();

  QWidget* m_viewport;
  render::ViewStyle m_style;
  FloatingBar* m_rail;
  FloatingBar* m_controls;
  OptionStrip* m_strip = nullptr;
  OverlayLegend* m_overlays;
  PinLegend* m_pins;
  AxisGizmo* m_gizmo;
  std::vector<BarButton*> m_tools;
  BarButton* m_perspective = nullptr;
  BarButton* m_labels = nullptr;
  BarButton* m_visible = nullptr;
  bool m_occupied = false;
};

}  // namespace molloquy::widgets
