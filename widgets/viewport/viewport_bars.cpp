#include "widgets/viewport/viewport_bars.h"

#include <initializer_list>
#include <utility>

#include <QActionGroup>
#include <QMenu>

#include "widgets/viewport/axis_gizmo.h"
#include "widgets/viewport/floating_bar.h"
#include "widgets/viewport/gesture_preset.h"
#include "widgets/viewport/option_strip.h"
#include "widgets/viewport/overlay_legend.h"
#include "widgets/viewport/pin_legend.h"
#include "widgets/viewport/tools/tool.h"

namespace molloquy::widgets {

namespace {

constexpr int kMargin = 12;
constexpr int kGap = 8;

constexpr ViewAction kToolActions[] = {ViewAction::UseNavigate,    ViewAction::UseDraw,
                                       ViewAction::UseFragment,    ViewAction::UseSelect,
                                       ViewAction::UseMove,        ViewAction::UseBondCentric,
                                       ViewAction::UseOptimise,    ViewAction::UseMeasure};

/// "Draw (Ctrl+2, D)": the words of a control with the keys that do the same.
QString withKeys(const QString& words, const GesturePreset& gestures, ViewAction action) {
  QStringList keys;
  for (const QKeySequence& key : gestures.shortcuts(action)) {
    keys << key.toString(QKeySequence::NativeText);
  }
  return keys.isEmpty() ? words : QStringLiteral("%1 (%2)").arg(words, keys.join(", "));
}

}  // namespace

ViewportBars::ViewportBars(PinModel* pins, QWidget* viewport)
    : QObject(viewport), m_viewport(viewport) {
  buildRail();
  buildControls();
  m_overlays = new OverlayLegend(viewport);
  m_pins = new PinLegend(pins, viewport);
  m_gizmo = new AxisGizmo(viewport);
  setGestures(GesturePreset());
  showTool(ViewTool::Navigate, nullptr);
}

void ViewportBars::buildRail() {
  m_rail = new FloatingBar(Qt::Vertical, m_viewport);
  m_rail->setAccessibleName(tr("Tools"));
  for (const ViewTool tool : kViewTools) {
    if (tool == ViewTool::Move || tool == ViewTool::Measure) m_rail->addSeparator();
    BarButton* button = m_rail->addButton(toolIcon(tool), toolName(tool));
    button->setCheckable(true);
    connect(button, &BarButton::clicked, this, [this, tool, button] {
      button->setChecked(true);
      Q_EMIT toolChosen(tool);
    });
    m_tools.push_back(button);
  }
}

void ViewportBars::buildControls() {
  m_controls = new FloatingBar(Qt::Horizontal, m_viewport);
  m_controls->setAccessibleName(tr("View"));
  auto* home = m_controls->addButton("home", tr("Show all of the structure (Home)"));
  connect(home, &BarButton::clicked, this, &ViewportBars::homeChosen);
  m_perspective = m_controls->addButton("projection", tr("Perspective (Numpad 5)"));
  m_perspective->setCheckable(true);
  m_perspective->setChecked(true);
  connect(m_perspective, &BarButton::clicked, this, [this](bool checked) {
    Q_EMIT projectionChosen(checked ? render::Projection::Perspective
                                    : render::Projection::Orthographic);
  });
  m_labels = m_controls->addButton("labels", tr("Labels"));
  connect(m_labels, &BarButton::clicked, this, &ViewportBars::showLabelMenu);
  m_labels->setCheckable(true);
  m_visible = m_controls->addButton("visible", tr("What is shown"));
  connect(m_visible, &BarButton::clicked, this, &ViewportBars::showVisibilityMenu);
  m_controls->addSeparator();
  auto* snapshot = m_controls->addButton("snapshot", tr("Save a picture (F12)"));
  connect(snapshot, &BarButton::clicked, this, &ViewportBars::pictureChosen);
  auto* full = m_controls->addButton("fullscreen", tr("Structure alone (F11)"));
  connect(full, &BarButton::clicked, this, &ViewportBars::fullViewChosen);
}

void ViewportBars::showTool(ViewTool tool, Tool* choices) {
  for (std::size_t i = 0; i < m_tools.size(); ++i) m_tools[i]->setChecked(kViewTools[i] == tool);
  if (m_strip != nullptr) {
    m_strip->hide();
    m_strip->deleteLater();
    m_strip = nullptr;
  }
  if (choices == nullptr) return;
  m_strip = new OptionStrip(toolName(tool), m_viewport);
  if (!choices->fillStrip(*m_strip)) {
    delete std::exchange(m_strip, nullptr);
    return;
  }
  m_strip->show();
  place();
}

void ViewportBars::showProjection(render::Projection projection) {
  m_perspective->setChecked(projection == render::Projection::Perspective);
}

void ViewportBars::setStyle(const render::ViewStyle& style) {
  m_style = style;
  m_labels->setChecked(style.labels != render::LabelKind::None);
  m_visible->setIconName(style.hidden.empty() ? "visible" : "hidden");
}

void ViewportBars::setGestures(const GesturePreset& gestures) {
  for (std::size_t i = 0; i < m_tools.size(); ++i) {
    const QString words = withKeys(toolName(kViewTools[i]), gestures, kToolActions[i]);
    m_tools[i]->setToolTip(words);
    m_tools[i]->setAccessibleName(toolName(kViewTools[i]));
  }
}

void ViewportBars::setOverlayLegend(const std::vector<QColor>& colours, const QStringList& names,
                                    const OverlayNotes& notes) {
  m_overlays->setEntries(colours, names, notes);
  place();
}

void ViewportBars::showLabelMenu() {
  using render::LabelKind;
  m_labels->setChecked(m_style.labels != LabelKind::None);
  auto* menu = new QMenu(m_viewport);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  auto* kinds = new QActionGroup(menu);
  const std::pair<LabelKind, QString> known[] = {
      {LabelKind::None, tr("No labels")},
      {LabelKind::Name, tr("Names")},
      {LabelKind::Element, tr("Elements")},
      {LabelKind::Index, tr("Indices")},
      {LabelKind::FormalCharge, tr("Formal charges")},
      {LabelKind::PartialCharge, tr("Partial charges")},
      {LabelKind::Cip, tr("R, S, E and Z")},
      {LabelKind::Residue, tr("Residues")},
      {LabelKind::Custom, tr("Own labels")}};
  for (const auto& [kind, words] : known) {
    QAction* action = menu->addAction(words, this, [this, kind = kind] {
      render::ViewStyle style = m_style;
      style.labels = kind;
      Q_EMIT styleChosen(style);
    });
    action->setCheckable(true);
    action->setChecked(m_style.labels == kind);
    kinds->addAction(action);
  }
  menu->addSeparator();
  for (const int percent : {75, 100, 150, 200, 300}) {
    menu->addAction(tr("Size %1 %").arg(percent), this,
                   [this, percent] { Q_EMIT labelScaleChosen(percent / 100.0); });
  }
  menu->popup(m_labels->mapToGlobal(QPoint(0, -menu->sizeHint().height())));
}

void ViewportBars::showVisibilityMenu() {
  using render::HydrogenDisplay;
  auto* menu = new QMenu(m_viewport);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  auto* hydrogens = new QActionGroup(menu);
  const std::pair<HydrogenDisplay, QString> known[] = {
      {HydrogenDisplay::All, tr("All hydrogens")},
      {HydrogenDisplay::Polar, tr("Polar hydrogens")},
      {HydrogenDisplay::None, tr("No hydrogens")}};
  for (const auto& [display, words] : known) {
    QAction* action = menu->addAction(words, this, [this, display = display] {
      render::ViewStyle style = m_style;
      style.hydrogens = display;
      Q_EMIT styleChosen(style);
    });
    action->setCheckable(true);
    action->setChecked(m_style.hydrogens == display);
    hydrogens->addAction(action);
  }
  menu->addSeparator();
  menu->addAction(tr("Hide the selection"), this, &ViewportBars::hideSelectionChosen);
  menu->addAction(tr("Show only the selection"), this, &ViewportBars::showOnlySelectionChosen);
  QAction* all = menu->addAction(tr("Show everything"), this, [this] {
    render::ViewStyle style = m_style;
    style.hidden.clear();
    Q_EMIT styleChosen(style);
  });
  all->setEnabled(!m_style.hidden.empty());
  menu->popup(m_visible->mapToGlobal(QPoint(0, -menu->sizeHint().height())));
}

void ViewportBars::setOccupied(bool occupied) {
  m_occupied = occupied;
  m_gizmo->setVisible(occupied);
}

void ViewportBars::place() {
  for (QWidget* part : std::initializer_list<QWidget*>{m_rail, m_controls, m_pins}) {
    part->adjustSize();
  }
  const int width = m_viewport->width(), height = m_viewport->height();
  m_rail->move(kMargin, kMargin);
  m_controls->move(width - kMargin - m_controls->width(),
                   height - kMargin - m_controls->height());
  int y = kMargin;
  if (m_strip != nullptr) {
    m_strip->adjustSize();
    m_strip->move(kMargin + m_rail->width() + kMargin, kMargin);
    // The legends make way for a strip that needs their place.
    if (m_strip->geometry().right() > width - 2 * kMargin - m_pins->width()) {
      y += m_strip->height() + kGap;
    }
  }
  m_pins->move(width - kMargin - m_pins->width(), y);
  if (m_pins->isVisibleTo(m_viewport)) y += m_pins->height() + kGap;
  m_overlays->move(width - kMargin - m_overlays->width(), y);
  m_gizmo->move(kMargin - 4, height - kMargin - m_gizmo->height() + 8);
  m_gizmo->setVisible(m_occupied);
}

void ViewportBars::hide() {
  for (QWidget* part : std::initializer_list<QWidget*>{m_rail, m_controls, m_strip, m_overlays,
                                                       m_pins, m_gizmo}) {
    if (part != nullptr) part->hide();
  }
}

}  // namespace molloquy::widgets
