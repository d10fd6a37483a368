#include "model/chem/energy/scan_grid.h"

#include <cmath>

#include "model/chem/geometry.h"

namespace molloquy::energy {

ScanGrid::Axis ScanGrid::axisOf(const ScannedTorsion& torsion) {
  Axis axis;
  axis.atoms.assign(torsion.atoms.begin(), torsion.atoms.end());
  axis.begin = torsion.begin;
  axis.points = static_cast<std::size_t>(torsion.points);
  axis.nodes = axis.points;
  if (axis.points < 2) return axis;
  axis.step = torsion.range / static_cast<double>(axis.points - 1);
  axis.closed = axis.points > 2 && std::abs(std::abs(torsion.range) - 360) < 1e-9;
  if (axis.closed) --axis.nodes;
  return axis;
}

std::vector<std::size_t> ScanGrid::Axis::besides(std::size_t node) const {
  std::vector<std::size_t> places;
  if (node + 1 < nodes) places.push_back(node + 1);
  if (node > 0) places.push_back(node - 1);
  if (closed && nodes > 2 && node + 1 == nodes) places.push_back(0);
  if (closed && nodes > 2 && node == 0) places.push_back(nodes - 1);
  return places;
}

std::size_t ScanGrid::Axis::nearest(const chem::Positions& positions) const {
  const auto here = atoms.empty() ? std::nullopt : chem::measured(positions, atoms);
  std::size_t best = 0;
  for (std::size_t node = 1; here && node < nodes; ++node) {
    const auto apart = [&](std::size_t place) {
      return std::abs(std::remainder(angle(place) - *here, 360));
    };
    if (apart(node) < apart(best)) best = node;
  }
  return best;
}

ScanGrid::ScanGrid(const TorsionScan& scan) : m_first(axisOf(scan.first)) {
  if (scan.second) m_second = axisOf(*scan.second);
}

std::size_t ScanGrid::pointCount() const { return m_first.points * m_second.points; }

std::size_t ScanGrid::nodeCount() const { return m_first.nodes * m_second.nodes; }

std::size_t ScanGrid::nodeOf(std::size_t point) const {
  const std::size_t first = point / m_second.points % m_first.nodes;
  const std::size_t second = point % m_second.points % m_second.nodes;
  return first * m_second.nodes + second;
}

std::pair<double, double> ScanGrid::anglesOf(std::size_t node) const {
  return {m_first.angle(node / m_second.nodes),
          m_second.atoms.empty() ? 0 : m_second.angle(node % m_second.nodes)};
}

std::vector<std::size_t> ScanGrid::neighboursOf(std::size_t node) const {
  const std::size_t first = node / m_second.nodes;
  const std::size_t second = node % m_second.nodes;
  std::vector<std::size_t> nodes;
  for (const std::size_t place : m_first.besides(first)) {
    nodes.push_back(place * m_second.nodes + second);
  }
  for (const std::size_t place : m_second.besides(second)) {
    nodes.push_back(first * m_second.nodes + place);
  }
  return nodes;
}

std::size_t ScanGrid::nearest(const chem::Positions& positions) const {
  return m_first.nearest(positions) * m_second.nodes + m_second.nearest(positions);
}

ScanPoint ScanGrid::shownAs(std::size_t point, ScanPoint best) const {
  best.first = m_first.angle(point / m_second.points);
  best.second = m_second.atoms.empty() ? 0 : m_second.angle(point % m_second.points);
  return best;
}

std::vector<ScanPoint> ScanGrid::shownAt(std::size_t node, const ScanPoint& best) const {
  std::vector<ScanPoint> shown;
  for (std::size_t point = 0; point < pointCount(); ++point) {
    if (nodeOf(point) == node) shown.push_back(shownAs(point, best));
  }
  return shown;
}

}  // namespace molloquy::energy
