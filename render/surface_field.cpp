#include "render/surface_field.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "render/cell_list.h"

namespace molloquy::render {

namespace {

/// Grid steps beside the surface in which distances are kept exact: what interpolation and the
/// normals look at.
constexpr double kExactSteps = 3;
/// Distance of probes that touch the same two balls, angstrom.
constexpr double kProbeStep = 0.2;
/// Balls between two looks at the stop token.
constexpr std::size_t kBallsAtOnce = 64;

Vec3 lowest(const std::vector<Ball>& atoms) {
  Vec3 low{1e300, 1e300, 1e300};
  for (const Ball& atom : atoms) {
    for (std::size_t k = 0; k < 3; ++k) low[k] = std::min(low[k], atom.centre[k] - atom.radius);
  }
  return low;
}

Vec3 highest(const std::vector<Ball>& atoms) {
  Vec3 high{-1e300, -1e300, -1e300};
  for (const Ball& atom : atoms) {
    for (std::size_t k = 0; k < 3; ++k) high[k] = std::max(high[k], atom.centre[k] + atom.radius);
  }
  return high;
}

SurfaceField emptyField(const std::vector<Ball>& atoms, double spacing, double margin) {
  SurfaceField field;
  field.spacing = spacing;
  const Vec3 low = lowest(atoms);
  const Vec3 extent = highest(atoms) - low;
  std::size_t total = 1;
  for (std::size_t k = 0; k < 3; ++k) {
    field.origin[k] = low[k] - margin;
    field.counts[k] = static_cast<int>(std::ceil((extent[k] + 2 * margin) / spacing)) + 1;
    total *= static_cast<std::size_t>(field.counts[k]);
  }
  field.values.resize(total);
  return field;
}

/// Calls visit(value, point) for every grid point in the box around a ball.
template <class Visit>
void eachPoint(SurfaceField& field, const Vec3& centre, double radius, const Visit& visit) {
  std::array<int, 3> low{};
  std::array<int, 3> high{};
  for (std::size_t k = 0; k < 3; ++k) {
    const double at = (centre[k] - field.origin[k]) / field.spacing;
    const double reach = radius / field.spacing;
    low[k] = std::max(0, static_cast<int>(std::ceil(at - reach)));
    high[k] = std::min(field.counts[k] - 1, static_cast<int>(std::floor(at + reach)));
  }
  for (int z = low[2]; z <= high[2]; ++z) {
    const double dz = field.origin[2] + z * field.spacing - centre[2];
    for (int y = low[1]; y <= high[1]; ++y) {
      const double dy = field.origin[1] + y * field.spacing - centre[1];
      const double left = radius * radius - dz * dz - dy * dy;
      if (left < 0) continue;
      float* row = &field.values[(std::size_t(z) * field.counts[1] + y) * field.counts[0]];
      for (int x = low[0]; x <= high[0]; ++x) {
        const double dx = field.origin[0] + x * field.spacing - centre[0];
        if (dx * dx <= left) visit(row[x], Vec3{dx, dy, dz});
      }
    }
  }
}

std::vector<Vec3> centresOf(const std::vector<Ball>& atoms) {
  std::vector<Vec3> centres;
  centres.reserve(atoms.size());
  for (const Ball& atom : atoms) centres.push_back(atom.centre);
  return centres;
}

/// The solvent-excluded body of some balls in the making: values are distances to the surface that
/// the probe's centre cannot cross, until finish().
class ExcludedBody {
 public:
  ExcludedBody(const std::vector<Ball>& atoms, double spacing)
      : m_atoms(atoms),
        m_centres(centresOf(atoms)),
        m_cells(m_centres, kCellSize),
        m_field(emptyField(atoms, spacing, kProbeRadius + 2 * spacing)),
        m_deepest(kProbeRadius + kExactSteps * spacing) {
    for (const Ball& atom : atoms) m_largest = std::max(m_largest, atom.radius);
  }

  /// Inside of the grown balls is deep until something nearer is found.
  void fill() {
    std::fill(m_field.values.begin(), m_field.values.end(), 0.0F);
    const auto deep = static_cast<float>(m_deepest);
    for (const Ball& atom : m_atoms) {
      eachPoint(m_field, atom.centre, atom.radius + kProbeRadius,
                [deep](float& value, const Vec3&) { value = deep; });
    }
  }

  void carve(std::size_t atom) {
    findNeighbours(atom);
    carveBall(atom);
    for (const std::uint32_t other : m_neighbours) {
      if (other > atom) carveTorus(atom, other);
    }
  }

  SurfaceField finish() {
    for (float& value : m_field.values) value -= static_cast<float>(kProbeRadius);
    return std::move(m_field);
  }

 private:
  static constexpr double kCellSize = 4;

  [[nodiscard]] double grown(std::size_t atom) const { return m_atoms[atom].radius + kProbeRadius; }

  void findNeighbours(std::size_t atom) {
    m_neighbours.clear();
    const Vec3& centre = m_centres[atom];
    m_cells.eachNear(centre, grown(atom) + m_largest + kProbeRadius, [&](std::uint32_t other) {
      if (other == atom) return;
      const Vec3 apart = m_centres[other] - centre;
      const double reach = grown(atom) + grown(other);
      if (dot(apart, apart) < reach * reach) m_neighbours.push_back(other);
    });
    // The nearest are the likeliest to be in the way.
    const auto distance = [&](std::uint32_t other) {
      const Vec3 apart = m_centres[other] - centre;
      return dot(apart, apart);
    };
    std::sort(m_neighbours.begin(), m_neighbours.end(),
              [&](std::uint32_t a, std::uint32_t b) { return distance(a) < distance(b); });
    m_lastInTheWay = 0;
  }

  /// Whether a probe at `place` would overlap one of the neighbours (but for `except`).
  bool isCovered(const Vec3& place, std::size_t except) {
    const auto covers = [&](std::uint32_t other) {
      if (other == except) return false;
      const Vec3 apart = place - m_centres[other];
      const double reach = grown(other) - 1e-9;
      return dot(apart, apart) < reach * reach;
    };
    if (m_lastInTheWay < m_neighbours.size() && covers(m_neighbours[m_lastInTheWay])) return true;
    for (std::size_t k = 0; k < m_neighbours.size(); ++k) {
      if (!covers(m_neighbours[k])) continue;
      m_lastInTheWay = k;
      return true;
    }
    return false;
  }

  /// Points whose nearest one on this ball's grown surface is free.
  void carveBall(std::size_t atom) {
    const double radius = grown(atom);
    const double exact = m_atoms[atom].radius - kExactSteps * m_field.spacing;
    eachPoint(m_field, m_centres[atom], radius, [&](float& value, const Vec3& from) {
      const double distance = length(from);
      const double depth = radius - distance;
      if (depth >= value || distance < exact || distance < 1e-6) return;
      const Vec3 place = m_centres[atom] + from * (radius / distance);
      if (!isCovered(place, atom)) value = static_cast<float>(depth);
    });
  }

  /// Points near the probes that touch both balls.
  void carveTorus(std::size_t atom, std::size_t other) {
    const Vec3 apart = m_centres[other] - m_centres[atom];
    const double distance = length(apart);
    const double a = grown(atom);
    const double b = grown(other);
    if (distance < 1e-6 || distance <= std::abs(a - b)) return;
    const double along = (distance * distance + a * a - b * b) / (2 * distance);
    const double radius = std::sqrt(std::max(0.0, a * a - along * along));
    const Vec3 axis = apart * (1 / distance);
    const Vec3 u = normalized(cross(axis, std::abs(axis[0]) < 0.8 ? Vec3{1, 0, 0} : Vec3{0, 1, 0}));
    const Vec3 v = cross(axis, u);
    const Vec3 middle = m_centres[atom] + axis * along;
    const int probes = std::max(6, static_cast<int>(2 * std::numbers::pi * radius / kProbeStep));
    for (int k = 0; k < probes; ++k) {
      const double angle = 2 * std::numbers::pi * k / probes;
      const Vec3 place = middle + u * (radius * std::cos(angle)) + v * (radius * std::sin(angle));
      if (isCovered(place, other)) continue;
      eachPoint(m_field, place, m_deepest, [](float& value, const Vec3& from) {
        const double reach = length(from);
        if (reach < value) value = static_cast<float>(reach);
      });
    }
  }

  const std::vector<Ball>& m_atoms;
  std::vector<Vec3> m_centres;
  CellList m_cells;
  SurfaceField m_field;
  double m_deepest;
  double m_largest = 0;
  std::vector<std::uint32_t> m_neighbours;
  std::size_t m_lastInTheWay = 0;
};

}  // namespace

double spacingFor(const std::vector<Ball>& atoms, double margin) {
  if (atoms.empty()) return kFinestSpacing;
  const Vec3 extent = highest(atoms) - lowest(atoms);
  const double volume =
      (extent[0] + 2 * margin) * (extent[1] + 2 * margin) * (extent[2] + 2 * margin);
  const double usual = kFinestSpacing * std::cbrt(static_cast<double>(atoms.size()) / kFinestAtoms);
  return std::max(std::clamp(usual, kFinestSpacing, kUsualSpacing),
                  std::cbrt(volume / kMostGridPoints));
}

SurfaceField unionField(const std::vector<Ball>& atoms, double spacing, std::stop_token stop,
                        const std::function<void(double)>& progress) {
  SurfaceField field = emptyField(atoms, spacing, 2 * spacing);
  const double reach = kExactSteps * spacing;
  std::fill(field.values.begin(), field.values.end(), static_cast<float>(-reach));
  for (std::size_t i = 0; i < atoms.size() && !stop.stop_requested(); ++i) {
    const double radius = atoms[i].radius;
    eachPoint(field, atoms[i].centre, radius + reach, [radius](float& value, const Vec3& from) {
      value = std::max(value, static_cast<float>(radius - length(from)));
    });
    if (progress && i % kBallsAtOnce == 0) progress(double(i) / double(atoms.size()));
  }
  return field;
}

SurfaceField solventExcludedField(const std::vector<Ball>& atoms, double spacing,
                                  std::stop_token stop,
                                  const std::function<void(double)>& progress) {
  ExcludedBody body(atoms, spacing);
  body.fill();
  for (std::size_t i = 0; i < atoms.size() && !stop.stop_requested(); ++i) {
    body.carve(i);
    if (progress && i % kBallsAtOnce == 0) progress(double(i) / double(atoms.size()));
  }
  return body.finish();
}

}  // namespace molloquy::render
