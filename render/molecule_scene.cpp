#include "render/molecule_scene.h"

#include <algorithm>
#include <utility>

#include <vtkCamera.h>
#include <vtkFXAAOptions.h>
#include <vtkLight.h>
#include <vtkNew.h>
#include <vtkRenderer.h>

#include "render/colour_maps.h"
#include "render/quality_passes.h"
#include "render/shape_index.h"
#include "render/structure_actors.h"
#include "render/structure_shapes.h"

namespace molloquy::render {

namespace {

/// Structures beyond this are drawn with less detail while the view moves.
constexpr std::size_t kFullDetailAtoms = 8'000;
/// While the view moves, halos of more atoms than this stay away.
constexpr std::size_t kMovingHaloAtoms = 4'000;

/// White key light from the upper left, before the structure, moving with the camera.
void light(vtkRenderer& renderer) {
  renderer.AutomaticLightCreationOff();
  vtkNew<vtkLight> key;
  key->SetLightTypeToCameraLight();
  key->SetPosition(-0.55, 0.75, 1.1);
  key->SetFocalPoint(0, 0, 0);
  renderer.AddLight(key);
}

std::size_t atomCount(const Highlights& highlights) {
  std::size_t count = highlights.selected.size() + highlights.hovered.size();
  for (const PinnedAtoms& pin : highlights.pins) count += pin.atoms.size();
  return count;
}

/// A ball around two.
Ball around(const Ball& a, const Ball& b) {
  if (b.radius <= 0) return a;
  return {a.centre, std::max(a.radius, length(b.centre - a.centre) + b.radius)};
}

}  // namespace

struct MoleculeScene::Parts {
  vtkNew<vtkRenderer> renderer;
  StructureActors structure;
  AtomHighlight highlight;
  GuideActors guides;
  std::vector<std::unique_ptr<SceneLayer>> layers = makeSceneLayers();
  SceneColours colours;  ///< of the theme; the content has those of the ground.
  SceneContent content;
  std::unique_ptr<ShapeBuilder> builder;
  Highlights highlights;
  std::vector<chem::Point3> ghost;
  std::optional<chem::Point3> dipole;
  vtkNew<QualityPass> passes;
  QualitySettings settings;
  Smoothing smoothing = Smoothing::Off;
  Motion motion = Motion::Still;
  Detail movingDetail = Detail::Reduced;
};

MoleculeScene::MoleculeScene() : m(std::make_unique<Parts>()) {
  m->structure.addTo(*m->renderer);
  m->highlight.addTo(*m->renderer);
  m->guides.addTo(*m->renderer);
  for (const auto& layer : m->layers) layer->addTo(*m->renderer);
  light(*m->renderer);
  m->renderer->GetFXAAOptions()->SetSubpixelBlendLimit(0.6F);
}

MoleculeScene::~MoleculeScene() = default;

vtkRenderer& MoleculeScene::renderer() { return *m->renderer; }

const BallsAndSticks& MoleculeScene::shape() const { return m->content.shape; }

const ViewStyle& MoleculeScene::viewStyle() const { return m->content.style; }

void MoleculeScene::setColours(const SceneColours& colours) {
  m->colours = colours;
  updateGround();
  restyle(SceneChange::Style);
}

void MoleculeScene::setViewStyle(const ViewStyle& style) {
  if (style == m->content.style) return;
  m->content.style = style;
  updateGround();
  restyle(SceneChange::Style);
}

void MoleculeScene::setAtomValues(AtomValues values) {
  m->content.values = std::move(values);
  restyle(SceneChange::Style);
}

void MoleculeScene::setStructure(const chem::Molecule& molecule, const chem::Conformer& conformer) {
  m->content.molecule = std::make_shared<const chem::Molecule>(molecule);
  if (conformer.positions.size() != m->content.positions.size()) m->content.shapes.reset();
  m->content.positions = conformer.positions;
  m->content.values = {};
  m->highlights = {};
  m->ghost.clear();
  restyle(SceneChange::Structure);
}

void MoleculeScene::clear() {
  m->content.molecule.reset();
  m->content.positions.clear();
  m->content.shapes.reset();
  m->content.values = {};
  m->highlights = {};
  m->ghost.clear();
  restyle(SceneChange::Structure);
}

void MoleculeScene::setPositions(const std::vector<chem::Point3>& positions) {
  if (!m->builder || positions.size() != m->content.positions.size()) return;
  m->content.positions = positions;
  m->builder->move(m->content.shape, positions);
  m->structure.show(m->content.shape, m->content.looks);
  m->highlight.update(m->content.shape, m->highlights, m->content.colours);
  updateGuides();
  updateLayers(SceneChange::Positions);
}

void MoleculeScene::settled() {
  if (isLarge() && !m->content.shape.index.valid()) prepareIndex(m->content.shape);
  updateLayers(SceneChange::Settled);
}

void MoleculeScene::setShapes(std::shared_ptr<const StructureShapes> shapes) {
  const bool fits = shapes && shapes->positions.size() == m->content.positions.size();
  m->content.shapes = fits ? std::move(shapes) : nullptr;
  restyle(SceneChange::Style);
}

void MoleculeScene::setGhost(const std::vector<chem::Point3>& positions) {
  m->ghost = positions;
  updateGuides();
}

void MoleculeScene::setOverlays(std::vector<Overlay> overlays) { m->guides.setOverlays(overlays); }

void MoleculeScene::setDipole(std::optional<chem::Point3> debye) {
  m->dipole = debye;
  updateGuides();
}

bool MoleculeScene::isLarge() const { return m->content.shape.balls.size() > kFullDetailAtoms; }

void MoleculeScene::setMotion(Motion motion, Detail large) {
  m->motion = motion;
  m->movingDetail = large;
  const bool reduced = motion == Motion::Moving && large == Detail::Reduced;
  m->structure.setDetail(reduced && isLarge() ? Detail::Reduced : Detail::Full, m->content.shape,
                         m->content.looks);
  const bool manyMarks = atomCount(m->highlights) > kMovingHaloAtoms;
  m->highlight.setShown(reduced && manyMarks ? Shown::No : Shown::Yes);
  for (const auto& layer : m->layers) layer->setMotion(motion);
}

void MoleculeScene::setHighlights(Highlights highlights) {
  m->highlights = std::move(highlights);
  m->highlight.update(m->content.shape, m->highlights, m->content.colours);
}

void MoleculeScene::setSmoothing(Smoothing smoothing) { m->smoothing = smoothing; }

void MoleculeScene::choosePasses() {
  const Quality& quality = m->content.style.quality;
  const bool passes = m->motion == Motion::Still && needsPasses(quality);
  const bool fxaa = m->smoothing == Smoothing::Fxaa && quality.antialiasing;
  m->renderer->SetUseFXAA(fxaa && !passes);
  m->passes->setSmoothing(fxaa ? Smoothing::Fxaa : Smoothing::Off);
  m->passes->setSettings(m->settings);
  m->renderer->SetPass(passes ? m->passes.Get() : nullptr);
}

void MoleculeScene::setCamera(const CameraPose& pose, const ViewSize& pixels,
                              double pixelsPerUnit) {
  Ball content{m->content.shape.bounds.centre, m->content.shape.bounds.radius + 0.5};
  double box[6];
  m->renderer->ComputeVisiblePropBounds(box);
  if (box[0] <= box[1]) {
    const Vec3 low{box[0], box[2], box[4]}, high{box[1], box[3], box[5]};
    content = around(content, {(low + high) * 0.5, length(high - low) / 2});
  }
  applyTo(*m->renderer->GetActiveCamera(), pose, content);
  const double pixel = angstromPerPixel(pose, pixels);
  m->highlight.setPixelLength(pixel * pixelsPerUnit);
  m->structure.setPixels(pixel, pixelsPerUnit);
  for (const auto& layer : m->layers) layer->setPixelRatio(pixelsPerUnit);
  const double* eye = m->renderer->GetActiveCamera()->GetPosition();
  const auto depth = [&](const Vec3& place) {
    return dot(Vec3{eye[0], eye[1], eye[2]} - place, pose.back());
  };
  m->settings = {m->content.style.quality, pixelsPerUnit,         pixel,
                 content.radius,           depth(content.centre), depth(pose.pivot)};
  choosePasses();
}

void MoleculeScene::updateGround() {
  const Ground ground = m->content.style.ground;
  m->content.colours = coloursOn(m->colours, ground);
  const auto [top, bottom] = groundColours(m->colours, ground);
  m->renderer->SetBackground(bottom.red / 255.0, bottom.green / 255.0, bottom.blue / 255.0);
  m->renderer->SetBackground2(top.red / 255.0, top.green / 255.0, top.blue / 255.0);
  m->renderer->SetGradientBackground(!(top == bottom));
  m->structure.setBackgroundLuminance(luminance(mixed(bottom, top, 0.5)));
}

void MoleculeScene::updateLayers(SceneChange change) {
  for (const auto& layer : m->layers) layer->update(m->content, change);
}

void MoleculeScene::updateGuides() {
  BallsAndSticks before;
  if (m->builder && m->ghost.size() == m->content.positions.size()) {
    before = m->builder->build(m->ghost);
  }
  m->guides.setGhost(before, m->content.shape, m->content.colours.accent);
  const bool dipole = m->content.style.dipole && m->content.molecule;
  m->guides.setDipole(dipole ? m->dipole : std::nullopt, m->content.shape.bounds,
                      m->content.colours.accent);
}

void MoleculeScene::restyle(SceneChange change) {
  SceneContent& content = m->content;
  if (content.molecule) {
    content.looks = resolveStyle(*content.molecule, content.style, content.values, content.colours);
    for (const auto& layer : m->layers) layer->stylise(content, content.looks);
    m->builder = std::make_unique<ShapeBuilder>(content.molecule, content.looks);
    content.shape = m->builder->build(content.positions);
  } else {
    content.looks.clear();
    content.shape = {};
    m->builder.reset();
  }
  if (isLarge()) prepareIndex(content.shape);
  m->structure.show(content.shape, content.looks);
  m->highlight.update(content.shape, m->highlights, content.colours);
  setMotion(m->motion, m->movingDetail);
  updateGuides();
  updateLayers(change);
}

}  // namespace molloquy::render
