#include "widgets/viewport/tools/tool_bench.h"

#include <algorithm>

#include "render/atom_picker.h"
#include "widgets/viewport/scene_widget.h"

namespace molloquy::widgets {

ToolBench::ToolBench(AtomSelectionModel* selection, QObject* parent)
    : QObject(parent), m_selection(selection) {}

void ToolBench::setStructure(std::shared_ptr<const chem::Molecule> molecule,
                             std::shared_ptr<const chem::Conformer> conformer) {
  m_molecule = std::move(molecule);
  m_conformer = std::move(conformer);
  m_positions = m_conformer ? m_conformer->positions : chem::Positions();
  m_previewing = false;
  std::erase_if(m_fixed, [this](AtomIndex atom) { return atom.value >= atomCount(); });
  Q_EMIT structureChanged();
}

const chem::Positions& ToolBench::documentPositions() const {
  static const chem::Positions kNone;
  return m_conformer ? m_conformer->positions : kNone;
}

void ToolBench::preview(chem::Positions positions) {
  if (positions.size() != atomCount()) return;
  m_positions = std::move(positions);
  m_previewing = true;
  if (m_scene != nullptr) {
    m_scene->scene().setGhost(documentPositions());
    m_scene->scene().setPositions(m_positions);
    m_scene->requestFrame();
  }
  Q_EMIT positionsChanged();
}

void ToolBench::show(const chem::Positions& positions) {
  if (positions.size() != atomCount()) return;
  m_positions = positions;
  if (m_scene != nullptr) {
    m_scene->scene().setPositions(m_positions);
    m_scene->requestFrame();
  }
  Q_EMIT positionsChanged();
}

void ToolBench::setGhost(const chem::Positions& positions) {
  if (m_scene == nullptr) return;
  m_scene->scene().setGhost(positions);
  m_scene->requestFrame(FrameCause::Marks);
}

void ToolBench::dropPreview() {
  if (!m_previewing) return;
  m_previewing = false;
  setGhost({});
  show(documentPositions());
}

Hit ToolBench::hitAt(const QPointF& place) const {
  if (m_scene == nullptr || !m_molecule) return {};
  const render::Ray ray =
      render::rayThrough(m_scene->pose(), m_scene->viewSize(), place.x(), place.y());
  const render::Picked picked = render::pick(m_scene->scene().shape(), ray);
  Hit hit;
  if (const auto* atom = std::get_if<AtomIndex>(&picked)) hit.atom = *atom;
  if (const auto* bond = std::get_if<BondIndex>(&picked)) hit.bond = *bond;
  hit.nearest = hit.atom;
  if (hit.bond) {
    hit.nearest = render::pickAtom(m_scene->scene().shape(), m_scene->pose(), m_scene->viewSize(),
                                   place.x(), place.y());
  }
  return hit;
}

std::optional<QPointF> ToolBench::placeOf(const chem::Point3& point) const {
  if (m_scene == nullptr) return std::nullopt;
  const auto place = render::project(m_scene->pose(), m_scene->viewSize(), point);
  if (!place) return std::nullopt;
  return QPointF(place->x, place->y);
}

std::optional<QPointF> ToolBench::placeOf(AtomIndex atom) const {
  if (atom.value >= m_positions.size()) return std::nullopt;
  return placeOf(m_positions[atom.value]);
}

chem::Point3 ToolBench::pointAt(const QPointF& place, const chem::Point3& through) const {
  if (m_scene == nullptr) return through;
  using render::operator+;
  using render::operator-;
  using render::operator*;
  const render::CameraPose& pose = m_scene->pose();
  const render::Ray ray = render::rayThrough(pose, m_scene->viewSize(), place.x(), place.y());
  const render::Vec3 normal = pose.back();
  const double slope = render::dot(ray.direction, normal);
  if (slope == 0) return through;
  const double way = render::dot(render::Vec3(through) - ray.origin, normal) / slope;
  return ray.origin + ray.direction * way;
}

chem::Point3 ToolBench::viewCentre() const {
  return m_scene != nullptr ? m_scene->pose().centre : chem::Point3{};
}

void ToolBench::setFixedAtoms(std::vector<AtomIndex> atoms) {
  m_fixed = std::move(atoms);
  std::sort(m_fixed.begin(), m_fixed.end());
  Q_EMIT fixedAtomsChanged();
  Q_EMIT overlayChanged();
}

bool ToolBench::isFixed(AtomIndex atom) const {
  return std::binary_search(m_fixed.begin(), m_fixed.end(), atom);
}

void ToolBench::setMeasurements(std::vector<chem::Measurement> measurements) {
  m_measurements = std::move(measurements);
  Q_EMIT overlayChanged();
}

void ToolBench::setDrawElement(int atomicNumber) {
  if (atomicNumber == m_drawElement || atomicNumber < 1 || atomicNumber > 118) return;
  m_drawElement = atomicNumber;
  Q_EMIT drawElementChanged(atomicNumber);
  Q_EMIT overlayChanged();
}

void ToolBench::setFragments(std::vector<chem::edit::Fragment> fragments) {
  m_fragments = std::move(fragments);
  Q_EMIT fragmentsChanged();
}

void ToolBench::setOptimising(const OptimiseState& state) {
  m_optimising = state;
  Q_EMIT optimisingChanged();
}

void ToolBench::setPreviewEnergy(std::optional<double> deltaKcalPerMol) {
  m_previewEnergy = deltaKcalPerMol;
  Q_EMIT previewEnergyChanged();
}

void ToolBench::setLabelScale(double scale) {
  m_labelScale = std::clamp(scale, 0.75, 3.0);
  Q_EMIT overlayChanged();
}

OverlayContent ToolBench::seen() const {
  OverlayContent content;
  if (m_scene == nullptr) return content;
  content.molecule = m_molecule.get();
  content.positions = &m_positions;
  content.shape = &m_scene->scene().shape();
  content.pose = m_scene->pose();
  content.size = m_scene->viewSize();
  content.fixed = m_fixed;
  content.measurements = m_measurements;
  return content;
}

QString ToolBench::atomName(AtomIndex atom) const {
  if (atom.value >= atomCount()) return {};
  return QString::fromStdString(chem::atomName(*m_molecule, atom));
}

}  // namespace molloquy::widgets
