#include "widgets/viewport/molecule_viewport.h"

#include <utility>

#include <QEvent>
#include <QPainter>
#include <QResizeEvent>

#include "widgets/frame/busy_bar.h"
#include "widgets/theme/tokens.h"
#include "widgets/viewport/accessible_scene.h"
#include "widgets/viewport/atom_walk.h"
#include "widgets/viewport/axis_gizmo.h"
#include "widgets/viewport/failure_panel.h"
#include "widgets/viewport/gl_probe.h"
#include "widgets/viewport/overlay_painter.h"
#include "widgets/viewport/pin_legend.h"
#include "widgets/viewport/scene_colours.h"
#include "widgets/viewport/scene_widget.h"
#include "widgets/viewport/tools/tool_bench.h"
#include "widgets/viewport/view_interaction.h"
#include "widgets/viewport/view_overlay.h"
#include "widgets/viewport/viewport_bars.h"

namespace molloquy::widgets {

MoleculeViewport::MoleculeViewport(AtomSelectionModel* selection, PinModel* pins, QWidget* parent)
    : QWidget(parent),
      m_selection(selection),
      m_pins(pins),
      m_bench(new ToolBench(selection, this)) {
  setAccessibleName(tr("Structure"));
  setMinimumSize(240, 160);
  m_busyBar = new BusyBar(this);
  connectBench();
  if (!openGlFault().isEmpty()) {
    showFailure(openGlFault());
    return;
  }
  buildScene();
  m_bars = new ViewportBars(m_pins, this);
  connectScene();
  connectBars();
  updateColours();
  m_busyBar->raise();
}

MoleculeViewport::~MoleculeViewport() {
  // The scene paints what this object holds, and goes only after it.
  if (m_scene != nullptr) m_scene->setOverlay({});
}

void MoleculeViewport::buildScene() {
  offerScenesToScreenReaders();
  m_scene = new SceneWidget(this);
  setFocusProxy(m_scene);
  m_bench->setScene(m_scene);
  m_interaction = new ViewInteraction(m_scene, m_bench);
  announceWalk(m_scene, m_interaction);
  m_scene->setOverlay([this](QPainter& painter) { paintOverlayOn(painter); });
}

void MoleculeViewport::connectBench() {
  connect(m_bench, &ToolBench::editRequested, this, &MoleculeViewport::editRequested);
  connect(m_bench, &ToolBench::measurementMade, this, &MoleculeViewport::measurementMade);
  connect(m_bench, &ToolBench::measurementRemoved, this, &MoleculeViewport::measurementRemoved);
  connect(m_bench, &ToolBench::drawElementChanged, this, &MoleculeViewport::drawElementChanged);
  connect(m_bench, &ToolBench::optimiseToggled, this, &MoleculeViewport::optimiseToggled);
  connect(m_bench, &ToolBench::optimiseMethodChosen, this,
          &MoleculeViewport::optimiseMethodChosen);
  connect(m_bench, &ToolBench::atomPulled, this, &MoleculeViewport::atomPulled);
  connect(m_bench, &ToolBench::previewEnergyWanted, this, &MoleculeViewport::previewEnergyWanted);
  connect(m_bench, &ToolBench::fixedAtomsWanted, this, &MoleculeViewport::fixedAtomsWanted);
  connect(m_bench, &ToolBench::contextMenuWanted, this, &MoleculeViewport::contextMenuWanted);
  connect(m_bench, &ToolBench::elementChooserWanted, this,
          &MoleculeViewport::elementChooserWanted);
}

void MoleculeViewport::connectScene() {
  connect(m_scene, &SceneWidget::drawingFailed, this, &MoleculeViewport::showFailure,
          Qt::QueuedConnection);
  connect(m_scene, &SceneWidget::poseMoved, this, [this] {
    m_bars->gizmo().setOrientation(m_scene->pose().orientation);
    if (m_interaction->clipDepth()) updateStyle();
  });
  connect(m_selection, &AtomSelectionModel::selectionChanged, this,
          &MoleculeViewport::updateHighlights);
  connect(m_bench, &ToolBench::overlayChanged, m_scene, &SceneWidget::requestOverlay);
  connect(m_interaction, &ViewInteraction::atomHovered, this,
          [this](std::optional<AtomIndex> atom) {
            m_scene->followsPointer() ? updateHighlights() : m_scene->requestOverlay();
            Q_EMIT atomHovered(atom);
          });
  connect(m_interaction, &ViewInteraction::atomClicked, this, &MoleculeViewport::atomClicked);
  connect(m_interaction, &ViewInteraction::emptyClicked, this, &MoleculeViewport::emptyClicked);
  connect(m_interaction, &ViewInteraction::clipChanged, this, &MoleculeViewport::updateStyle);
  connect(&m_interaction->walk(), &AtomWalk::atomChanged, m_scene, &SceneWidget::requestOverlay);
}

void MoleculeViewport::connectBars() {
  const auto pinsMoved = [this] {
    updateHighlights();
    m_bars->place();
  };
  connect(m_pins, &PinModel::pinsChanged, this, pinsMoved);
  PinLegend& legend = m_bars->pinLegend();
  connect(&legend, &PinLegend::shutPinsChanged, this, &MoleculeViewport::updateHighlights);
  connect(&legend, &PinLegend::pinActivated, this, [this](int slot) {
    for (const Pin& pin : m_pins->pins()) {
      if (pin.slot == slot) focusOn(pin.atoms);
    }
  });
  connect(&m_bars->gizmo(), &AxisGizmo::viewChosen, m_interaction, &ViewInteraction::lookFrom);
  connect(m_interaction, &ViewInteraction::projectionChanged, m_bars,
          &ViewportBars::showProjection);
  connect(m_interaction, &ViewInteraction::toolChanged, this, [this](ViewTool tool) {
    m_bars->showTool(tool, m_interaction->toolOf(tool));
    Q_EMIT toolChanged(tool);
  });
  connect(m_bars, &ViewportBars::toolChosen, this, [this](ViewTool tool) {
    setTool(tool);
    m_scene->setFocus();  // the tool's keys are the scene's
  });
  connect(m_bars, &ViewportBars::homeChosen, this, &MoleculeViewport::resetView);
  connect(m_bars, &ViewportBars::projectionChosen, this, &MoleculeViewport::setProjection);
  connect(m_bars, &ViewportBars::pictureChosen, this, &MoleculeViewport::pictureRequested);
  connect(m_bars, &ViewportBars::fullViewChosen, this, &MoleculeViewport::fullViewRequested);
  connect(m_bars, &ViewportBars::styleChosen, this, &MoleculeViewport::viewStyleWanted);
  connect(m_bars, &ViewportBars::labelScaleChosen, this, &MoleculeViewport::labelScaleChosen);
  connect(m_bars, &ViewportBars::hideSelectionChosen, this, [this] {
    render::ViewStyle style = m_style;
    style.hidden.insert(m_selection->atoms().begin(), m_selection->atoms().end());
    Q_EMIT viewStyleWanted(style);
  });
  connect(m_bars, &ViewportBars::showOnlySelectionChosen, this, [this] {
    render::ViewStyle style = m_style;
    style.hidden.clear();
    for (std::size_t i = 0; i < m_bench->atomCount(); ++i) {
      const AtomIndex atom(static_cast<std::uint32_t>(i));
      if (!m_selection->contains(atom)) style.hidden.insert(atom);
    }
    Q_EMIT viewStyleWanted(style);
  });
}

void MoleculeViewport::showFailure(const QString& reason) {
  m_failure = reason;
  if (m_bars != nullptr) m_bars->hide();
  if (m_scene != nullptr) {
    setFocusProxy(nullptr);
    m_scene->setOverlay({});
    m_scene->hide();
    m_scene->deleteLater();
    m_bench->setScene(nullptr);
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
  const bool sameMolecule = molecule == m_bench->molecule();
  m_phraseAtoms.clear();
  if (m_scene != nullptr) {
    m_scene->scene().setGhost({});
    m_scene->scene().setStructure(*molecule, *conformer);
  }
  m_bench->setStructure(std::move(molecule), std::move(conformer));
  if (m_scene == nullptr) return;
  updateHighlights();
  m_bars->setOccupied(true);
  if (camera == CameraChange::Keep || (camera == CameraChange::Automatic && sameMolecule)) return;
  m_fitPending = !isVisible();
  fitView();
}

void MoleculeViewport::fitView() {
  m_scene->setPose(render::homePose(m_scene->scene().shape().balls, m_scene->viewSize(),
                                    m_scene->pose().projection));
}

void MoleculeViewport::clearStructure() {
  m_phraseAtoms.clear();
  if (m_scene != nullptr) {
    m_scene->scene().clear();
    m_bars->setOccupied(false);
  }
  m_bench->setStructure(nullptr, nullptr);
  if (m_scene != nullptr) m_scene->requestFrame();
}

void MoleculeViewport::updateHighlights() {
  if (m_scene == nullptr) return;
  render::Highlights highlights;
  if (const auto& molecule = m_bench->molecule()) {
    for (const Pin& pin : openPins()) {
      highlights.pins.push_back({pin.slot, molecule->withHydrogens(pin.atoms)});
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
  OverlayContent content = m_bench->seen();
  content.style = &m_style;
  content.values = &m_values;
  content.named = m_interaction->hovered();
  content.walked = m_interaction->walk().atom();
  content.pins = openPins();
  for (Pin& pin : content.pins) {
    if (content.molecule != nullptr) pin.atoms = content.molecule->withHydrogens(pin.atoms);
  }
  OverlayPainter over(painter, theme::tokensFor(palette()),
                      QSizeF(content.size.width, content.size.height), m_bench->labelScale());
  paintOverlay(over, content);
  if (Tool* tool = m_interaction->toolOf(m_interaction->tool())) tool->paint(over);
}

void MoleculeViewport::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  if (m_panel != nullptr) m_panel->setGeometry(rect());
  m_busyBar->setGeometry(0, 0, width(), m_busyBar->height());
  if (m_scene == nullptr) return;
  m_scene->setGeometry(rect());
  if (m_fitPending && m_bench->molecule()) {
    fitView();
    m_fitPending = false;
  }
  m_bars->place();
}

void MoleculeViewport::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::PaletteChange) updateColours();
}

}  // namespace molloquy::widgets
