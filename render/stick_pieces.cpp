#include "render/stick_pieces.h"

#include <algorithm>

namespace molloquy::render {

Vec3 seamOf(const Stick& stick, const BallsAndSticks& shape) {
  const double reach = length(stick.to - stick.from);
  const auto cover = [&shape](AtomIndex atom) {
    return shape.forms[atom.value] == BallForm::Solid ? shape.balls[atom.value].radius : 0;
  };
  const double offset = (cover(stick.begin) - cover(stick.end)) / 2;
  const double share = reach > 0 ? std::clamp(0.5 + offset / reach, 0.0, 1.0) : 0.5;
  return stick.from + (stick.to - stick.from) * share;
}

}  // namespace molloquy::render
