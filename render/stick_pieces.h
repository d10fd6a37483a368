#pragma once

#include "render/bond_geometry.h"
#include "render/structure_style.h"

namespace molloquy::render {

/// Where a stick's colour changes: halfway between the surfaces of the two balls, not of their
/// centres.
Vec3 seamOf(const Stick& stick, const BallsAndSticks& shape);

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

}  // namespace molloquy::render
