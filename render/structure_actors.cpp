#include "render/structure_actors.h"

#include <algorithm>

#include "render/colour_maps.h"

namespace molloquy::render {

namespace {

/// Dots of the reduced picture, as a share of a ball-and-stick carbon; never less than the line.
constexpr double kDotAngstrom = 0.5;
constexpr double kReducedLinePixels = 1.0;
constexpr double kMostDotPixels = 8;

/// Where the colour changes: halfway between the surfaces of the two balls, not of their centres.
Vec3 seamOf(const Stick& stick, const BallsAndSticks& shape) {
  const double reach = length(stick.to - stick.from);
  const auto cover = [&shape](AtomIndex atom) {
    return shape.forms[atom.value] == BallForm::Solid ? shape.balls[atom.value].radius : 0;
  };
  const double offset = (cover(stick.begin) - cover(stick.end)) / 2;
  const double share = reach > 0 ? std::clamp(0.5 + offset / reach, 0.0, 1.0) : 0.5;
  return stick.from + (stick.to - stick.from) * share;
}

/// Lines have no silhouette: a colour that the ground swallows is moved away from it.
Rgb legible(const Rgb& colour, double ground) {
  constexpr double kLeastContrast = 1.5;
  constexpr double kMove = 0.45;
  const auto [low, high] = std::minmax(luminance(colour) + 0.05, ground + 0.05);
  if (high >= kLeastContrast * low) return colour;
  return mixed(colour, ground > 0.18 ? Rgb{0, 0, 0} : Rgb{255, 255, 255}, kMove);
}

/// Calls draw(from, to, colour) for each piece of a stick that has one colour.
template <class Draw>
void eachPiece(const Stick& stick, const BallsAndSticks& shape, const StructureStyle& style,
               const Draw& draw) {
  const Rgb& begin = style[stick.begin.value].colour;
  const Rgb& end = style[stick.end.value].colour;
  if (stick.owner == StickOwner::End) {
    draw(stick.from, stick.to, end);
  } else if (stick.owner == StickOwner::Begin || begin == end) {
    draw(stick.from, stick.to, begin);
  } else {
    const Vec3 seam = seamOf(stick, shape);
    draw(stick.from, seam, begin);
    draw(seam, stick.to, end);
  }
}

}  // namespace

StructureActors::StructureActors() : m_solid(Shell::Surface) { m_reduced.setShown(Shown::No); }

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
  std::vector<DrawnDot> dots;
  std::vector<DrawnLine> lines;
  for (std::size_t i = 0; i < shape.balls.size(); ++i) {
    if (shape.forms[i] == BallForm::Solid) {
      dots.push_back({shape.balls[i].centre, style[i].colour});
    }
  }
  BondIndex last(~std::uint32_t{0});
  for (const Stick& stick : shape.sticks) {
    if (stick.bond == last) continue;  // one line a bond
    last = stick.bond;
    const Vec3& from = shape.balls[stick.begin.value].centre;
    const Vec3& to = shape.balls[stick.end.value].centre;
    const Vec3 middle = (from + to) * 0.5;
    lines.push_back({from, middle, legible(style[stick.begin.value].colour, m_ground)});
    lines.push_back({middle, to, legible(style[stick.end.value].colour, m_ground)});
  }
  m_reduced.setDots(dots);
  m_reduced.setLines(lines);
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
  m_lines.setWidth(kLinePixels * pixelsPerUnit, 1);
  const double dot = kDotAngstrom / angstromPerPixel;
  m_reduced.setWidth(kReducedLinePixels * pixelsPerUnit,
                     std::clamp(dot, pixelsPerUnit, kMostDotPixels * pixelsPerUnit));
}

}  // namespace molloquy::render
