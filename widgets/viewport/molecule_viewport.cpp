#include "widgets/viewport/molecule_viewport.h"

#include <utility>

#include <QEvent>
#include <QPainter>
#include <QResizeEvent>

#include "widgets/frame/busy_bar.h"
#include "widgets/theme/tokens.h"
#include "widgets/viewport/axis_gizmo.h"
#include "widgets/viewport/failure_panel.h"
#include "widgets/viewport/floating_bar.h"
#include "widgets/viewport/gl_probe.h"
#include "widgets/viewport/pin_legend.h"
#include "widgets/viewport/scene_colours.h"
#include "widgets/viewport/scene_widget.h"
#include "widgets/viewport/view_interaction.h"
#include "widgets/viewport/view_overlay.h"

namespace molloquy::widgets {

namespace {

constexpr int kMargin = 12;

}  // namespace

MoleculeViewport::MoleculeViewport(AtomSelectionModel* selection, PinModel* pins, QWidget* parent)
    : QWidget(parent), m_selection(selection), m_pins(pins) {
  setAccessibleName(tr("Structure"));
  setMinimumSize(240, 160);
  m_busyBar = new BusyBar(this);
  if (!openGlFault().isEmpty()) {
    showFailure(openGlFault());
    return;
  }
  buildScene();
  buildBars();
  connectScene();
  updateColours();
  m_busyBar->raise();
}

MoleculeViewport::~MoleculeViewport() {
  // The scene paints what this object holds, and goes only after it.
  if (m_scene != nullptr) m_scene->setOverlay({});
}

void MoleculeViewport::buildScene() {
  m_scene = new SceneWidget(this);
  setFocusProxy(m_scene);
  m_interaction = new ViewInteraction(m_scene, m_selection);
  m_scene->setOverlay([this](QPainter& painter) { paintOverlayOn(painter); });
}

void MoleculeViewport::buildBars() {
  m_toolRail = new FloatingBar(Qt::Vertical, this);
  m_toolRail->setAccessibleName(tr("Tools"));
  m_navigate = m_toolRail->addButton("navigate", tr("Navigate (V): drag to rotate"));
  m_select = m_toolRail->addButton("select", tr("Select (S): drag a box"));
  m_navigate->setCheckable(true);
  m_navigate->setChecked(true);
  m_select->setCheckable(true);
  connect(m_navigate, &BarButton::clicked, this, [this] {
    m_interaction->setTool(ViewTool::Navigate);
    m_navigate->setChecked(true);
  });
  connect(m_select, &BarButton::clicked, this, [this] {
    m_interaction->setTool(ViewTool::Select);
    m_select->setChecked(true);
  });

  m_controls = new FloatingBar(Qt::Horizontal, this);
  m_controls->setAccessibleName(tr("View"));
  auto* home = m_controls->addButton("home", tr("Show all of the structure (Home)"));
  connect(home, &BarButton::clicked, this, &MoleculeViewport::resetView);
  m_perspective = m_controls->addButton("projection", tr("Perspective (Numpad 5)"));
  m_perspective->setCheckable(true);
  m_perspective->setChecked(true);
  connect(m_perspective, &BarButton::clicked, this, [this](bool checked) {
    setProjection(checked ? render::Projection::Perspective : render::Projection::Orthographic);
  });
  m_names = m_controls->addButton("labels", tr("Names of all atoms"));
  m_names->setCheckable(true);
  connect(m_names, &BarButton::clicked, this, &MoleculeViewport::setNamesShown);
  m_controls->addSeparator();
  auto* snapshot = m_controls->addButton("snapshot", tr("Save a picture (F12)"));
  connect(snapshot, &BarButton::clicked, this, &MoleculeViewport::pictureRequested);
  auto* full = m_controls->addButton("fullscreen", tr("Structure alone (F11)"));
  connect(full, &BarButton::clicked, this, &MoleculeViewport::fullViewRequested);

  m_legend = new PinLegend(m_pins, this);
  m_gizmo = new AxisGizmo(this);
}

void MoleculeViewport::connectScene() {
  connect(m_scene, &SceneWidget::drawingFailed, this, &MoleculeViewport::showFailure,
          Qt::QueuedConnection);
  connect(m_scene, &SceneWidget::poseMoved, this,
          [this] { m_gizmo->setOrientation(m_scene->pose().orientation); });
  connect(m_selection, &AtomSelectionModel::selectionChanged, this,
          &MoleculeViewport::updateHighlights);
  const auto pinsMoved = [this] {
    updateHighlights();
    placeBars();
  };
  connect(m_pins, &PinModel::pinsChanged, this, pinsMoved);
  connect(m_legend, &PinLegend::shutPinsChanged, this, &MoleculeViewport::updateHighlights);
  connect(m_legend, &PinLegend::pinActivated, this, [this](int slot) {
    for (const Pin& pin : m_pins->pins()) {
      if (pin.slot == slot) focusOn(pin.atoms);
    }
  });
  connect(m_gizmo, &AxisGizmo::viewChosen, m_interaction, &ViewInteraction::lookFrom);
  connect(m_interaction, &ViewInteraction::atomHovered, this,
          [this](std::optional<AtomIndex> atom) {
            m_scene->followsPointer() ? updateHighlights() : m_scene->requestOverlay();
            Q_EMIT atomHovered(atom);
          });
  connect(m_interaction, &ViewInteraction::atomClicked, this, &MoleculeViewport::atomClicked);
  connect(m_interaction, &ViewInteraction::emptyClicked, this, &MoleculeViewport::emptyClicked);
  connect(m_interaction, &ViewInteraction::boxChanged, m_scene, &SceneWidget::requestOverlay);
  connect(m_interaction, &ViewInteraction::projectionChanged, this,
          [this](render::Projection projection) {
            m_perspective->setChecked(projection == render::Projection::Perspective);
          });
  connect(m_interaction, &ViewInteraction::toolChanged, this, [this](ViewTool tool) {
    m_navigate->setChecked(tool == ViewTool::Navigate);
    m_select->setChecked(tool == ViewTool::Select);
  });
}

void MoleculeViewport::showFailure(const QString& reason) {
  m_failure = reason;
  for (QWidget* part : std::initializer_list<QWidget*>{m_toolRail, m_controls, m_legend, m_gizmo}) {
    if (part != nullptr) part->hide();
  }
  if (m_scene != nullptr) {
    setFocusProxy(nullptr);
    m_scene->setOverlay({});
    m_scene->hide();
    m_scene->deleteLater();
    m_scene = nullptr;
    m_interaction = nullptr;
  }
  if (m_panel == nullptr) m_panel = new FailurePanel(reason, this);
  m_panel->setGeometry(rect());
  m_panel->show();
  m_busyBar->raise();
}

void MoleculeViewport::setStructure(std::shared_ptr<const chem::Molecule> molecule,
                                    std::shared_ptr<const chem::Conformer> conformer,
                                    CameraChange camera) {
  if (!molecule || !conformer) {
    clearStructure();
    return;
  }
  const bool sameMolecule = molecule == m_molecule;
  m_molecule = std::move(molecule);
  m_conformer = std::move(conformer);
  m_phraseAtoms.clear();
  if (m_scene == nullptr) return;
  m_scene->scene().setStructure(*m_molecule, *m_conformer);
  m_interaction->setMolecule(m_molecule);
  updateHighlights();
  m_gizmo->show();
  if (camera == CameraChange::Keep || (camera == CameraChange::Automatic && sameMolecule)) return;
  m_fitPending = !isVisible();
  const render::CameraPose pose = m_scene->pose();
  m_scene->setPose(
      render::homePose(m_scene->scene().shape().balls, m_scene->viewSize(), pose.projection));
}

void MoleculeViewport::clearStructure() {
  m_molecule.reset();
  m_conformer.reset();
  m_phraseAtoms.clear();
  if (m_scene == nullptr) return;
  m_scene->scene().clear();
  m_interaction->setMolecule(nullptr);
  m_gizmo->hide();
  m_scene->requestFrame();
}

void MoleculeViewport::setProjection(render::Projection projection) {
  if (m_interaction != nullptr) m_interaction->setProjection(projection);
}

render::Projection MoleculeViewport::projection() const {
  return m_scene != nullptr ? m_scene->pose().projection : render::Projection::Perspective;
}

void MoleculeViewport::resetView() {
  if (m_interaction != nullptr) m_interaction->resetView();
}

void MoleculeViewport::centreOn(AtomIndex atom) {
  if (m_interaction != nullptr) m_interaction->centreOn(atom);
}

void MoleculeViewport::focusOn(const std::vector<AtomIndex>& atoms) {
  if (m_interaction != nullptr) m_interaction->focusOn(atoms);
}

void MoleculeViewport::setHoveredAtoms(std::vector<AtomIndex> atoms) {
  m_phraseAtoms =
      m_molecule ? m_molecule->withHydrogens(std::move(atoms)) : std::vector<AtomIndex>();
  updateHighlights();
}

QImage MoleculeViewport::grabPicture(QSize size, render::Background background) {
  return m_scene != nullptr ? m_scene->picture(size, background) : QImage();
}

void MoleculeViewport::setBusy(bool busy) { busy ? m_busyBar->start() : m_busyBar->stop(); }

void MoleculeViewport::setNamesShown(bool shown) {
  m_namesShown = shown;
  if (m_scene == nullptr) return;
  m_names->setChecked(shown);
  m_scene->requestOverlay();
}

std::vector<Pin> MoleculeViewport::openPins() const {
  std::vector<Pin> pins = m_pins->pins();
  std::erase_if(pins, [this](const Pin& pin) { return m_legend->isShut(pin.slot); });
  return pins;
}

void MoleculeViewport::updateHighlights() {
  if (m_scene == nullptr) return;
  render::Highlights highlights;
  if (m_molecule) {
    for (const Pin& pin : openPins()) {
      highlights.pins.push_back({pin.slot, m_molecule->withHydrogens(pin.atoms)});
    }
    highlights.selected = m_selection->atoms();
    highlights.hovered = m_phraseAtoms;
    // On a structure that takes long to draw the name alone follows the pointer.
    const std::optional<AtomIndex>& atom = m_interaction->hovered();
    if (atom && m_scene->followsPointer()) highlights.hovered.push_back(*atom);
  }
  m_scene->scene().setHighlights(std::move(highlights));
  m_scene->requestFrame(FrameCause::Marks);
}

void MoleculeViewport::paintOverlayOn(QPainter& painter) {
  OverlayContent content;
  content.molecule = m_molecule.get();
  content.shape = &m_scene->scene().shape();
  content.pose = m_scene->pose();
  content.size = m_scene->viewSize();
  content.named = m_interaction->hovered();
  content.pins = openPins();
  for (Pin& pin : content.pins) {
    if (m_molecule) pin.atoms = m_molecule->withHydrogens(pin.atoms);
  }
  content.allNames = m_namesShown;
  content.box = m_interaction->box();
  paintOverlay(painter, content, theme::tokensFor(palette()));
}

void MoleculeViewport::updateColours() {
  if (m_scene == nullptr) return;
  m_scene->scene().setColours(sceneColours(theme::schemeOf(palette())));
  m_scene->requestFrame();
}

void MoleculeViewport::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  if (m_panel != nullptr) m_panel->setGeometry(rect());
  m_busyBar->setGeometry(0, 0, width(), m_busyBar->height());
  if (m_scene == nullptr) return;
  m_scene->setGeometry(rect());
  if (m_fitPending && m_molecule) {
    m_scene->setPose(render::homePose(m_scene->scene().shape().balls, m_scene->viewSize(),
                                      m_scene->pose().projection));
    m_fitPending = false;
  }
  placeBars();
}

void MoleculeViewport::placeBars() {
  if (m_scene == nullptr) return;
  for (QWidget* part : std::initializer_list<QWidget*>{m_toolRail, m_controls, m_legend}) {
    part->adjustSize();
  }
  m_toolRail->move(kMargin, kMargin);
  m_controls->move(width() - kMargin - m_controls->width(),
                   height() - kMargin - m_controls->height());
  m_legend->move(width() - kMargin - m_legend->width(), kMargin);
  m_gizmo->move(kMargin - 4, height() - kMargin - m_gizmo->height() + 8);
  m_gizmo->setVisible(m_molecule != nullptr);
}

void MoleculeViewport::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::PaletteChange) updateColours();
}

}  // namespace molloquy::widgets
