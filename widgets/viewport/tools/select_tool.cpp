#include "widgets/viewport/tools/select_tool.h"

#include <algorithm>
#include <iterator>

#include <QPushButton>

#include "render/atom_picker.h"
#include "widgets/frame/segmented_control.h"
#include "widgets/viewport/option_strip.h"
#include "widgets/viewport/overlay_painter.h"
#include "widgets/viewport/scene_widget.h"

namespace molloquy::widgets {

namespace {

using Origin = AtomSelectionModel::Origin;

/// A step of the lasso, pixels.
constexpr double kTraceStep = 2;

}  // namespace

bool SelectTool::fillStrip(OptionStrip& strip) {
  auto* shapes = new SegmentedControl({tr("Box"), tr("Lasso")}, &strip);
  shapes->setAccessibleName(tr("Shape of the selection"));
  shapes->setCurrent(int(m_shape));
  connect(shapes, &SegmentedControl::chosen, this, [this](int index) { m_shape = Shape(index); });
  strip.addWidget(shapes);
  strip.addWords(tr("Shift adds, Ctrl toggles, Alt takes out"));
  return true;
}

bool SelectTool::beginDrag(ViewAction action, const QPointF& place, const Hit&) {
  m_action = action;
  m_trace = QPolygonF({place});
  return true;
}

void SelectTool::drag(const QPointF& place) {
  if (m_trace.isEmpty()) return;
  const bool lasso = m_shape == Shape::Lasso;
  if (!lasso && m_trace.size() > 1) m_trace.resize(1);
  if (!lasso || (place - m_trace.back()).manhattanLength() >= kTraceStep) m_trace << place;
  Q_EMIT bench().overlayChanged();
}

std::vector<AtomIndex> SelectTool::inside() const {
  const SceneWidget* scene = bench().scene();
  if (scene == nullptr || m_trace.size() < 2) return {};
  const render::BallsAndSticks& shape = bench().scene()->scene().shape();
  if (m_shape == Shape::Box) {
    const QPointF a = m_trace.front(), b = m_trace.back();
    return render::atomsInBox(shape, scene->pose(), scene->viewSize(),
                              {a.x(), a.y(), b.x(), b.y()});
  }
  std::vector<render::PixelPoint> corners;
  for (const QPointF& point : m_trace) corners.push_back({point.x(), point.y()});
  return render::atomsInPolygon(shape, scene->pose(), scene->viewSize(), corners);
}

void SelectTool::drop(const QPointF& place, const Hit&) {
  drag(place);
  const std::vector<AtomIndex> found = inside();
  m_trace.clear();
  AtomSelectionModel& selection = bench().selection();
  switch (m_action) {
    case ViewAction::AddArea:
    case ViewAction::AddAreaAnywhere:
      selection.add(found, Origin::Viewport);
      break;
    case ViewAction::RemoveArea:
    case ViewAction::RemoveAreaAnywhere:
      selection.remove(found, Origin::Viewport);
      break;
    case ViewAction::ToggleArea: {
      std::vector<AtomIndex> toggled;
      std::set_symmetric_difference(found.begin(), found.end(), selection.atoms().begin(),
                                    selection.atoms().end(), std::back_inserter(toggled));
      selection.select(std::move(toggled), Origin::Viewport);
      break;
    }
    default:
      selection.select(found, Origin::Viewport);
      break;
  }
  Q_EMIT bench().overlayChanged();
}

bool SelectTool::cancel() {
  if (m_trace.isEmpty()) return false;
  m_trace.clear();
  Q_EMIT bench().overlayChanged();
  return true;
}

void SelectTool::paint(OverlayPainter& painter) const {
  if (m_trace.size() < 2) return;
  QPainterPath path;
  if (m_shape == Shape::Box) {
    path.addRect(QRectF(m_trace.front(), m_trace.back()).normalized());
  } else {
    path.addPolygon(m_trace);
    path.closeSubpath();
  }
  QColor fill = painter.tokens().accent;
  fill.setAlphaF(0.10F);
  painter.fill(path, fill);
  QPen pen(painter.tokens().accent, 1);
  pen.setJoinStyle(Qt::RoundJoin);
  painter.stroke(path, pen);
}

}  // namespace molloquy::widgets
