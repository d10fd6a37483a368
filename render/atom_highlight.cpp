#include "render/atom_highlight.h"

#include <algorithm>

namespace molloquy::render {

namespace {

struct Shapes {
  std::vector<DrawnBall> balls;
  std::vector<DrawnStick> sticks;
};

/// Adds the balls of `atoms` and the sticks that join two of them, `extra` angstrom thicker by atom.
void append(Shapes& shapes, const BallsAndSticks& shape, const std::vector<AtomIndex>& atoms,
            const Rgb& colour, const std::vector<double>& extra) {
  if (atoms.empty()) return;
  std::vector<bool> marked(shape.balls.size(), false);
  const auto extraOf = [&extra](AtomIndex atom) { return extra.empty() ? 0 : extra[atom.value]; };
  for (const AtomIndex atom : atoms) {
    if (atom.value >= shape.balls.size() || marked[atom.value]) continue;
    marked[atom.value] = true;
    Ball ball = shape.balls[atom.value];
    ball.radius += extraOf(atom);
    shapes.balls.push_back({ball, colour});
  }
  for (const Stick& stick : shape.sticks) {
    if (!marked[stick.begin.value] || !marked[stick.end.value]) continue;
    const double more = std::max(extraOf(stick.begin), extraOf(stick.end));
    shapes.sticks.push_back({stick.from, stick.to, stick.radius + more, colour});
  }
}

Shapes oneColour(const BallsAndSticks& shape, const std::vector<AtomIndex>& atoms,
                 const Rgb& colour) {
  Shapes shapes;
  append(shapes, shape, atoms, colour, {});
  return shapes;
}

Shapes pinShapes(const BallsAndSticks& shape, const std::vector<PinnedAtoms>& pins,
                 const SceneColours& colours) {
  Shapes shapes;
  std::vector<double> extra(shape.balls.size(), 0);
  for (const PinnedAtoms& pin : pins) {
    const auto slot = static_cast<std::size_t>(pin.slot) % colours.pins.size();
    append(shapes, shape, pin.atoms, colours.pins[slot], extra);
    for (const AtomIndex atom : pin.atoms) {
      if (atom.value < extra.size()) extra[atom.value] += kNextPinGrowth;
    }
  }
  return shapes;
}

}  // namespace

AtomHighlight::AtomHighlight()
    : m_pins(Shell::Halo),
      m_selection(Shell::Halo),
      m_selectionLine(Shell::Halo),
      m_hover(Shell::Halo) {}

void AtomHighlight::addTo(vtkRenderer& renderer) {
  m_pins.addTo(renderer);
  m_selection.addTo(renderer);
  m_selectionLine.addTo(renderer);
  m_hover.addTo(renderer);
}

void AtomHighlight::update(const BallsAndSticks& shape, const Highlights& highlights,
                           const SceneColours& colours) {
  const Shapes pins = pinShapes(shape, highlights.pins, colours);
  m_pins.setShapes(pins.balls, pins.sticks);
  const Shapes selection = oneColour(shape, highlights.selected, colours.accent);
  m_selection.setShapes(selection.balls, selection.sticks);
  const Shapes line = oneColour(shape, highlights.selected, colours.surface);
  m_selectionLine.setShapes(line.balls, line.sticks);
  const Shapes hover = oneColour(shape, highlights.hovered, colours.accent);
  m_hover.setShapes(hover.balls, hover.sticks);
}

void AtomHighlight::setPixelLength(double angstromPerPixel) {
  const double line = kSelectionLinePixels * angstromPerPixel;
  const double selection =
      line + std::max(kSelectionGrowth, kSelectionMinimumPixels * angstromPerPixel);
  m_hover.setGrowth(kHoverPixels * angstromPerPixel);
  m_selectionLine.setGrowth(line);
  m_selection.setGrowth(selection);
  m_pins.setGrowth(std::max(kPinGrowth, kPinMinimumPixels * angstromPerPixel));
}

}  // namespace molloquy::render
