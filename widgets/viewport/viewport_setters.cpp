// What others tell the viewport to show.
#include <algorithm>

#include "widgets/frame/busy_bar.h"
#include "widgets/theme/tokens.h"
#include "widgets/viewport/gesture_preset.h"
#include "widgets/viewport/molecule_viewport.h"
#include "widgets/viewport/pin_legend.h"
#include "widgets/viewport/scene_colours.h"
#include "widgets/viewport/scene_widget.h"
#include "widgets/viewport/tools/tool_bench.h"
#include "widgets/viewport/view_interaction.h"
#include "widgets/viewport/viewport_bars.h"

namespace molloquy::widgets {

void MoleculeViewport::setPositions(const chem::Positions& positions) {
  m_bench->show(positions);
}

void MoleculeViewport::settlePositions() {
  if (m_scene == nullptr) return;
  m_scene->scene().settled();
  m_scene->requestFrame();
}

void MoleculeViewport::setGhost(const chem::Positions& positions) { m_bench->setGhost(positions); }

void MoleculeViewport::setViewStyle(const render::ViewStyle& style) {
  m_style = style;
  updateStyle();
}

void MoleculeViewport::updateStyle() {
  if (m_scene == nullptr) return;
  m_bars->setStyle(m_style);
  render::ViewStyle shown = m_style;
  if (const auto& clip = m_interaction->clipDepth()) {
    using render::operator-;
    const render::CameraPose& pose = m_scene->pose();
    const chem::Positions& positions = m_bench->positions();
    for (std::size_t i = 0; i < positions.size(); ++i) {
      const double depth = render::dot(pose.eye() - render::Vec3(positions[i]), pose.back());
      if (depth < *clip) shown.hidden.emplace(static_cast<std::uint32_t>(i));
    }
  }
  if (shown == m_scene->scene().viewStyle()) {
    m_scene->requestOverlay();
    return;
  }
  m_scene->scene().setViewStyle(shown);
  m_scene->requestFrame();
}

void MoleculeViewport::setAtomValues(render::AtomValues values) {
  m_values = values;
  if (m_scene == nullptr) return;
  m_scene->scene().setAtomValues(std::move(values));
  m_scene->requestFrame();
}

void MoleculeViewport::setLabelScale(double scale) { m_bench->setLabelScale(scale); }

double MoleculeViewport::labelScale() const { return m_bench->labelScale(); }

void MoleculeViewport::setOverlays(std::vector<render::Overlay> overlays,
                                   const QStringList& legend, const OverlayNotes& notes) {
  if (m_scene == nullptr) return;
  std::vector<QColor> colours;
  for (const render::Overlay& overlay : overlays) {
    colours.emplace_back(overlay.colour.red, overlay.colour.green, overlay.colour.blue);
  }
  QStringList names = legend.mid(0, qsizetype(colours.size()));
  colours.resize(std::size_t(names.size()));
  m_bars->setOverlayLegend(colours, names, notes);
  m_scene->scene().setOverlays(std::move(overlays));
  m_scene->requestFrame();
}

void MoleculeViewport::setDipole(std::optional<chem::Point3> debye) {
  if (m_scene == nullptr) return;
  m_scene->scene().setDipole(debye);
  m_scene->requestFrame();
}

void MoleculeViewport::setMeasurements(std::vector<chem::Measurement> measurements) {
  m_bench->setMeasurements(std::move(measurements));
}

void MoleculeViewport::setTool(ViewTool tool) {
  if (m_interaction != nullptr) m_interaction->setTool(tool);
}

ViewTool MoleculeViewport::tool() const {
  return m_interaction != nullptr ? m_interaction->tool() : ViewTool::Navigate;
}

void MoleculeViewport::setDrawElement(int atomicNumber) { m_bench->setDrawElement(atomicNumber); }

void MoleculeViewport::setFragments(std::vector<chem::edit::Fragment> fragments) {
  m_bench->setFragments(std::move(fragments));
}

void MoleculeViewport::setFixedAtoms(std::vector<AtomIndex> atoms) {
  m_bench->setFixedAtoms(std::move(atoms));
}

void MoleculeViewport::setOptimising(const OptimiseState& state) { m_bench->setOptimising(state); }

void MoleculeViewport::setPreviewEnergy(std::optional<double> deltaKcalPerMol) {
  m_bench->setPreviewEnergy(deltaKcalPerMol);
}

void MoleculeViewport::setGestures(const GesturePreset& gestures) {
  if (m_interaction == nullptr) return;
  m_interaction->setGestures(gestures);
  m_bars->setGestures(gestures);
  m_bench->setLetterB(gestures.options().letterB);
}

const GesturePreset& MoleculeViewport::gestures() const {
  static const GesturePreset kDefault;
  return m_interaction != nullptr ? m_interaction->gestures() : kDefault;
}

render::CameraPose MoleculeViewport::pose() const {
  return m_scene != nullptr ? m_scene->pose() : render::CameraPose();
}

void MoleculeViewport::setPose(const render::CameraPose& pose) {
  if (m_interaction == nullptr) return;
  m_interaction->setProjection(pose.projection);
  m_interaction->easeTo(pose);
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
  const auto& molecule = m_bench->molecule();
  m_phraseAtoms = molecule ? molecule->withHydrogens(std::move(atoms)) : std::vector<AtomIndex>();
  updateHighlights();
}

QImage MoleculeViewport::grabPicture(QSize size, render::Background background) {
  return m_scene != nullptr ? m_scene->picture(size, background) : QImage();
}

void MoleculeViewport::setBusy(bool busy) { busy ? m_busyBar->start() : m_busyBar->stop(); }

std::vector<Pin> MoleculeViewport::openPins() const {
  std::vector<Pin> pins = m_pins->pins();
  if (m_bars == nullptr) return pins;
  std::erase_if(pins, [this](const Pin& pin) { return m_bars->pinLegend().isShut(pin.slot); });
  return pins;
}

void MoleculeViewport::updateColours() {
  if (m_scene == nullptr) return;
  m_scene->scene().setColours(sceneColours(theme::schemeOf(palette())));
  m_scene->requestFrame();
}

}  // namespace molloquy::widgets
