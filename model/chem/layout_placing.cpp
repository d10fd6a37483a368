#include "model/chem/layout_placing.h"

#include <algorithm>
#include <complex>
#include <limits>
#include <numeric>

namespace molloquy::chem {
namespace {

using Places = std::vector<std::optional<Point2>>;
using Complex = std::complex<double>;

Complex asComplex(const Point2& place) { return {place[0], place[1]}; }

/// The connected parts of what is drawn, as lists of atoms.
std::vector<std::vector<std::size_t>> drawnParts(const Molecule& molecule, const Places& places) {
  std::vector<std::size_t> root(places.size());
  std::iota(root.begin(), root.end(), std::size_t{0});
  const auto rootOf = [&](std::size_t atom) {
    while (root[atom] != atom) atom = root[atom] = root[root[atom]];
    return atom;
  };
  for (const Bond& bond : molecule.bonds()) {
    if (places[bond.begin.value] && places[bond.end.value])
      root[rootOf(bond.begin.value)] = rootOf(bond.end.value);
  }
  std::vector<std::vector<std::size_t>> parts;
  std::vector<std::size_t> partOf(places.size(), std::numeric_limits<std::size_t>::max());
  for (std::size_t atom = 0; atom < places.size(); ++atom) {
    if (!places[atom]) continue;
    std::size_t& part = partOf[rootOf(atom)];
    if (part == std::numeric_limits<std::size_t>::max()) {
      part = parts.size();
      parts.emplace_back();
    }
    parts[part].push_back(atom);
  }
  return parts;
}

/// A motion of the paper: turn, perhaps mirror first, and move.
struct Motion {
  Complex turn{1, 0};
  Complex from{0, 0}, to{0, 0};
  bool mirrored = false;

  [[nodiscard]] Point2 operator()(const Point2& place) const {
    Complex p = asComplex(place) - from;
    if (mirrored) p = std::conj(p);
    p = turn * p + to;
    return {p.real(), p.imag()};
  }
};

/// The motion that lays the atoms of a part on their goals, by least squares. The mirror image is
/// taken where its error is below `mirrorBelow` of the other's.
Motion motionOnto(const std::vector<std::size_t>& part, const Places& places, const Places& goal,
                  double mirrorBelow) {
  std::vector<std::pair<Complex, Complex>> pairs;
  Motion motion;
  for (const std::size_t atom : part) {
    if (!goal[atom]) continue;
    pairs.emplace_back(asComplex(*places[atom]), asComplex(*goal[atom]));
    motion.from += pairs.back().first;
    motion.to += pairs.back().second;
  }
  if (pairs.empty()) return motion;
  const auto count = static_cast<double>(pairs.size());
  motion.from /= count;
  motion.to /= count;
  Complex straight, mirrored;
  double size = 0;
  for (const auto& [place, wanted] : pairs) {
    const Complex p = place - motion.from;
    const Complex q = wanted - motion.to;
    straight += std::conj(p) * q;
    mirrored += p * q;
    size += std::norm(p) + std::norm(q);
  }
  const double straightError = size - 2 * std::abs(straight);
  const double mirroredError = size - 2 * std::abs(mirrored);
  motion.mirrored = mirroredError < mirrorBelow * straightError - 1e-6;
  const Complex turn = motion.mirrored ? mirrored : straight;
  if (std::abs(turn) > 1e-9) motion.turn = turn / std::abs(turn);
  return motion;
}

struct Box {
  Point2 low{std::numeric_limits<double>::max(), std::numeric_limits<double>::max()};
  Point2 high{std::numeric_limits<double>::lowest(), std::numeric_limits<double>::lowest()};

  void add(const Point2& place) {
    for (std::size_t axis : {0U, 1U}) {
      low[axis] = std::min(low[axis], place[axis]);
      high[axis] = std::max(high[axis], place[axis]);
    }
  }
};

/// Puts a part to the right of what is there, at its height.
void putBeside(const std::vector<std::size_t>& part, Places& places, Box& there) {
  Box own;
  for (const std::size_t atom : part) own.add(*places[atom]);
  const double dx = there.high[0] + kLayoutBond * 1.5 - own.low[0];
  const double dy = (there.low[1] + there.high[1] - own.low[1] - own.high[1]) / 2;
  for (const std::size_t atom : part) {
    (*places[atom])[0] += dx;
    (*places[atom])[1] += dy;
    there.add(*places[atom]);
  }
}

}  // namespace

void settle(const Molecule& molecule, const Places& fixed, Places& places) {
  std::vector<std::vector<std::size_t>> loose;
  Box there;
  for (const std::vector<std::size_t>& part : drawnParts(molecule, places)) {
    const bool held =
        std::any_of(part.begin(), part.end(), [&](std::size_t atom) { return fixed[atom]; });
    if (!held) {
      loose.push_back(part);
      continue;
    }
    const Motion motion = motionOnto(part, places, fixed, 1.0);
    for (const std::size_t atom : part) {
      places[atom] = fixed[atom] ? *fixed[atom] : motion(*places[atom]);
      there.add(*places[atom]);
    }
  }
  for (const std::vector<std::size_t>& part : loose) {
    if (there.low[0] <= there.high[0]) {
      putBeside(part, places, there);
    } else {
      for (const std::size_t atom : part) there.add(*places[atom]);
    }
  }
}

void layOver(const Molecule& molecule, const Places& goal, Places& places) {
  for (const std::vector<std::size_t>& part : drawnParts(molecule, places)) {
    const Motion motion = motionOnto(part, places, goal, 0.5);
    for (const std::size_t atom : part) places[atom] = motion(*places[atom]);
  }
}

}  // namespace molloquy::chem
