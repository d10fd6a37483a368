#include "render/atom_highlight.h"

#include <algorithm>

namespace molloquy::render {

namespace {

struct Shapes {
  std::vector<DrawnBall> balls;
  std::vector<DrawnStick> sticks;
};

/// Adds the balls of the marked atoms and the sticks that join two of them.
void append(Shapes& shapes, const BallsAndSticks& shape, const std::vector<bool>& marked,
            const Rgb& colour) {
  for (std::size_t i = 0; i < shape.balls.size(); ++i) {
    if (marked[i] && shape.forms[i] != BallForm::Hidden) {
      shapes.balls.push_back({shape.balls[i], colour});
    }
  }
  for (const Stick& stick : shape.sticks) {
    if (marked[stick.begin.value] && marked[stick.end.value]) {
      shapes.sticks.push_back({stick.from, stick.to, stick.radius, colour});
    }
  }
}

std::vector<bool> marks(const BallsAndSticks& shape, const std::vector<AtomIndex>& atoms) {
  std::vector<bool> marked(shape.balls.size(), false);
  for (const AtomIndex atom : atoms) {
    if (atom.value < marked.size()) marked[atom.value] = true;
  }
  return marked;
}

void draw(SphereStickActors& actors, const BallsAndSticks& shape,
          const std::vector<AtomIndex>& atoms, const Rgb& colour) {
  Shapes shapes;
  if (!atoms.empty()) append(shapes, shape, marks(shape, atoms), colour);
  actors.setShapes(shapes.balls, shapes.sticks);
}

}  // namespace

AtomHighlight::AtomHighlight()
    : m_pinRings{SphereStickActors(Shell::Halo), SphereStickActors(Shell::Halo),
                 SphereStickActors(Shell::Halo)},
      m_selection(Shell::Halo),
      m_selectionLine(Shell::Halo),
      m_hover(Shell::Halo) {}

void AtomHighlight::addTo(vtkRenderer& renderer) {
  for (SphereStickActors& ring : m_pinRings) ring.addTo(renderer);
  m_selection.addTo(renderer);
  m_selectionLine.addTo(renderer);
  m_hover.addTo(renderer);
}

void AtomHighlight::update(const BallsAndSticks& shape, const Highlights& highlights,
                           const SceneColours& colours) {
  std::array<Shapes, 3> rings;
  std::vector<std::size_t> pinsOf(shape.balls.size(), 0);
  for (const PinnedAtoms& pin : highlights.pins) {
    const Rgb& colour = colours.pins[static_cast<std::size_t>(pin.slot) % colours.pins.size()];
    std::vector<bool> marked = marks(shape, pin.atoms);
    // A group is drawn in the ring outside every pin that it shares an atom with.
    std::size_t ring = 0;
    for (std::size_t i = 0; i < marked.size(); ++i) {
      if (marked[i]) ring = std::max(ring, pinsOf[i]);
    }
    for (std::size_t i = 0; i < marked.size(); ++i) {
      if (marked[i]) pinsOf[i] = ring + 1;
    }
    append(rings[std::min(ring, rings.size() - 1)], shape, marked, colour);
  }
  for (std::size_t k = 0; k < rings.size(); ++k) {
    m_pinRings[k].setShapes(rings[k].balls, rings[k].sticks);
  }
  m_hasSelection = !highlights.selected.empty();
  draw(m_selection, shape, highlights.selected, colours.accent);
  draw(m_selectionLine, shape, highlights.selected, colours.surface);
  draw(m_hover, shape, highlights.hovered, colours.accent);
}

void AtomHighlight::setShown(Shown shown) {
  for (SphereStickActors& ring : m_pinRings) ring.setShown(shown);
  for (SphereStickActors* actors : {&m_selection, &m_selectionLine, &m_hover}) {
    actors->setShown(shown);
  }
}

void AtomHighlight::setPixelLength(double angstromPerPixel) {
  const double line = kSelectionLinePixels * angstromPerPixel;
  const double selection =
      line + std::max(kSelectionGrowth, kSelectionMinimumPixels * angstromPerPixel);
  m_hover.setGrowth(kHoverPixels * angstromPerPixel, 0);
  m_selectionLine.setGrowth(line, kRimSetback);
  m_selection.setGrowth(selection, 2 * kRimSetback);
  double growth = std::max(kPinGrowth, kPinMinimumPixels * angstromPerPixel);
  const double step = std::max(kNextPinGrowth, kNextPinMinimumPixels * angstromPerPixel);
  if (m_hasSelection)
    growth = std::max(growth, selection + kNextPinMinimumPixels * angstromPerPixel);
  double setback = 3 * kRimSetback;
  for (SphereStickActors& ring : m_pinRings) {
    ring.setGrowth(growth, setback);
    growth += step;
    setback += kRimSetback;
  }
}

}  // namespace molloquy::render
