#include "render/molecule_scene.h"

#include <cmath>
#include <utility>

#include <vtkCamera.h>
#include <vtkFXAAOptions.h>
#include <vtkLight.h>
#include <vtkNew.h>
#include <vtkRenderer.h>

#include "render/sphere_stick_actors.h"

namespace molloquy::render {

namespace {

double linear(std::uint8_t channel) {
  const double c = channel / 255.0;
  return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

double luminance(const Rgb& colour) {
  return 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722 * linear(colour.blue);
}

/// White key light from the upper left, before the structure, moving with the camera.
void light(vtkRenderer& renderer) {
  renderer.AutomaticLightCreationOff();
  vtkNew<vtkLight> key;
  key->SetLightTypeToCameraLight();
  key->SetPosition(-0.55, 0.75, 1.1);
  key->SetFocalPoint(0, 0, 0);
  renderer.AddLight(key);
}

}  // namespace

struct MoleculeScene::Parts {
  vtkNew<vtkRenderer> renderer;
  SphereStickActors structure{Shell::Surface};
  AtomHighlight highlight;
  SceneColours colours;
  std::vector<chem::Atom> atoms;
  BallsAndSticks shape;
  Highlights highlights;
};

MoleculeScene::MoleculeScene() : m(std::make_unique<Parts>()) {
  m->structure.addTo(*m->renderer);
  m->highlight.addTo(*m->renderer);
  light(*m->renderer);
  m->renderer->GetFXAAOptions()->SetSubpixelBlendLimit(0.6F);
}

MoleculeScene::~MoleculeScene() = default;

vtkRenderer& MoleculeScene::renderer() { return *m->renderer; }

const BallsAndSticks& MoleculeScene::shape() const { return m->shape; }

void MoleculeScene::setColours(const SceneColours& colours) {
  m->colours = colours;
  const Rgb& ground = colours.background;
  m->renderer->SetBackground(ground.red / 255.0, ground.green / 255.0, ground.blue / 255.0);
  m->structure.setBackgroundLuminance(luminance(ground));
  drawStructure();
}

void MoleculeScene::setStructure(const chem::Molecule& molecule, const chem::Conformer& conformer) {
  m->atoms = molecule.atoms();
  m->shape = ballsAndSticks(molecule, conformer);
  m->highlights = {};
  drawStructure();
}

void MoleculeScene::clear() {
  m->atoms.clear();
  m->shape = {};
  m->highlights = {};
  drawStructure();
}

void MoleculeScene::setHighlights(Highlights highlights) {
  m->highlights = std::move(highlights);
  m->highlight.update(m->shape, m->highlights, m->colours);
}

void MoleculeScene::setSmoothing(Smoothing smoothing) {
  m->renderer->SetUseFXAA(smoothing == Smoothing::Fxaa);
}

void MoleculeScene::setCamera(const CameraPose& pose, const ViewSize& pixels,
                              double pixelsPerUnit) {
  applyTo(*m->renderer->GetActiveCamera(), pose,
          {m->shape.bounds.centre, m->shape.bounds.radius + 0.5});
  m->highlight.setPixelLength(angstromPerPixel(pose, pixels) * pixelsPerUnit);
}

void MoleculeScene::drawStructure() {
  const auto colourOf = [this](AtomIndex atom) {
    const int element = m->atoms[atom.value].atomicNumber;
    const bool known = element >= 0 && element < static_cast<int>(m->colours.elements.size());
    return m->colours.elements[known ? static_cast<std::size_t>(element) : 0];
  };
  std::vector<DrawnBall> balls;
  balls.reserve(m->shape.balls.size());
  for (std::size_t i = 0; i < m->shape.balls.size(); ++i) {
    balls.push_back({m->shape.balls[i], colourOf(AtomIndex(static_cast<std::uint32_t>(i)))});
  }
  std::vector<DrawnStick> sticks;
  sticks.reserve(2 * m->shape.sticks.size());
  for (const Stick& stick : m->shape.sticks) {
    const Rgb begin = colourOf(stick.begin);
    const Rgb end = colourOf(stick.end);
    if (begin == end) {
      sticks.push_back({stick.from, stick.to, stick.radius, begin});
      continue;
    }
    // The colour changes halfway between the surfaces of the two balls, not of their centres.
    const double reach = length(stick.to - stick.from);
    const double offset =
        (m->shape.balls[stick.begin.value].radius - m->shape.balls[stick.end.value].radius) / 2;
    const double share = reach > 0 ? 0.5 + offset / reach : 0.5;
    const Vec3 seam = stick.from + (stick.to - stick.from) * share;
    sticks.push_back({stick.from, seam, stick.radius, begin});
    sticks.push_back({seam, stick.to, stick.radius, end});
  }
  m->structure.setShapes(balls, sticks);
  m->highlight.update(m->shape, m->highlights, m->colours);
}

}  // namespace molloquy::render
