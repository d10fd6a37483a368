#include "render/structure_actors.h"

#include <algorithm>

#include "render/colour_maps.h"
#include "render/stick_pieces.h"

namespace molloquy::render {

StructureActors::StructureActors() : m_solid(Shell::Surface) {}

void StructureActors::addTo(vtkRenderer& renderer) {
  m_solid.addTo(renderer);
  m_lines.addTo(renderer);
  m_reduced.addTo(renderer);
}

void StructureActors::show(const BallsAndSticks& shape, const StructureStyle& style) {
  std::vector<DrawnBall> balls;
  balls.reserve(shape.balls.size());
  for (std::size_t i = 0; i < shape.balls.size(); ++i) {
    if (shape.forms[i] == BallForm::Solid) balls.push_back({shape.balls[i], style[i].colour});
  }
  std::vector<DrawnStick> sticks;
  std::vector<DrawnLine> lines;
  sticks.reserve(2 * shape.sticks.size());
  for (const Stick& stick : shape.sticks) {
    eachPiece(stick, shape, style, [&](const Vec3& from, const Vec3& to, const Rgb& colour) {
      if (stick.form == StickForm::Line) {
        lines.push_back({from, to, legible(colour, m_ground)});
      } else {
        sticks.push_back({from, to, stick.radius, colour});
      }
    });
  }
  m_solid.setShapes(balls, sticks);
  m_lines.setLines(lines);
  m_reducedIsStale = true;
  if (m_detail == Detail::Reduced) showReduced(shape, style);
}

void StructureActors::showReduced(const BallsAndSticks& shape, const StructureStyle& style) {
  m_reduced.show(shape, style, m_ground);
  m_reducedIsStale = false;
}

void StructureActors::setDetail(Detail detail, const BallsAndSticks& shape,
                                const StructureStyle& style) {
  if (m_detail == detail) return;
  m_detail = detail;
  const bool full = detail == Detail::Full;
  if (!full && m_reducedIsStale) showReduced(shape, style);
  m_solid.setShown(full ? Shown::Yes : Shown::No);
  m_lines.setShown(full ? Shown::Yes : Shown::No);
  m_reduced.setShown(full ? Shown::No : Shown::Yes);
}

void StructureActors::setBackgroundLuminance(double ground) {
  m_ground = ground;
  m_solid.setBackgroundLuminance(ground);
}

void StructureActors::setPixels(double angstromPerPixel, double pixelsPerUnit) {
  m_lines.setWidth(kLinePixels * pixelsPerUnit);
  m_reduced.setPixels(angstromPerPixel, pixelsPerUnit);
}

}  // namespace molloquy::render
