#include "render/cell_list.h"

#include <algorithm>
#include <cmath>

namespace molloquy::render {

namespace {

/// Cells a point, at most; fewer and larger ones where points are scattered.
constexpr double kCellsPerPoint = 8;

}  // namespace

CellList::CellList(const std::vector<Vec3>& points, double size) : m_size(size) {
  Vec3 low{};
  Vec3 high{};
  for (std::size_t i = 0; i < points.size(); ++i) {
    for (std::size_t axis = 0; axis < 3; ++axis) {
      low[axis] = i == 0 ? points[i][axis] : std::min(low[axis], points[i][axis]);
      high[axis] = i == 0 ? points[i][axis] : std::max(high[axis], points[i][axis]);
    }
  }
  m_origin = low;
  const Vec3 extent = high - low;
  const double most = kCellsPerPoint * static_cast<double>(points.size()) + 8;
  const auto cells = [&] {
    return (extent[0] / m_size + 1) * (extent[1] / m_size + 1) * (extent[2] / m_size + 1);
  };
  while (cells() > most) m_size *= 1.26;
  std::size_t total = 1;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    m_counts[axis] = static_cast<int>(extent[axis] / m_size) + 1;
    total *= static_cast<std::size_t>(m_counts[axis]);
  }
  std::vector<std::uint32_t> cellOfPoint(points.size());
  m_starts.assign(total + 1, 0);
  for (std::size_t i = 0; i < points.size(); ++i) {
    const std::size_t cell =
        (std::size_t(cellOf(points[i][2], 2)) * m_counts[1] + cellOf(points[i][1], 1)) *
            m_counts[0] +
        cellOf(points[i][0], 0);
    cellOfPoint[i] = static_cast<std::uint32_t>(cell);
    ++m_starts[cell + 1];
  }
  for (std::size_t cell = 0; cell < total; ++cell) m_starts[cell + 1] += m_starts[cell];
  std::vector<std::uint32_t> next(m_starts.begin(), m_starts.end() - 1);
  m_order.resize(points.size());
  for (std::size_t i = 0; i < points.size(); ++i) {
    m_order[next[cellOfPoint[i]]++] = static_cast<std::uint32_t>(i);
  }
}

int CellList::cellOf(double x, std::size_t axis) const {
  const double cell = std::floor((x - m_origin[axis]) / m_size);
  return static_cast<int>(std::clamp(cell, 0.0, static_cast<double>(m_counts[axis] - 1)));
}

}  // namespace molloquy::render
