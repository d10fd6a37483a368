#pragma once

#include <cstdint>
#include <vector>

#include "render/vector_math.h"

namespace molloquy::render {

/// Points sorted into cubic cells, to find those near a place. The cells' number is bounded by that
/// of the points, however far apart they lie.
class CellList {
 public:
  /// The points have to live as long as the list.  size  angstrom, the usual reach of a search.
  CellList(const std::vector<Vec3>& points, double size);

  /// Calls visit(index) for every point of the cells that a ball touches: all points in the ball,
  /// and some around it.
  template <class Visit>
  void eachNear(const Vec3& centre, double radius, const Visit& visit) const {
    std::array<int, 3> low{};
    std::array<int, 3> high{};
    for (std::size_t axis = 0; axis < 3; ++axis) {
      low[axis] = cellOf(centre[axis] - radius, axis);
      high[axis] = cellOf(centre[axis] + radius, axis);
    }
    for (int z = low[2]; z <= high[2]; ++z) {
      for (int y = low[1]; y <= high[1]; ++y) {
        // Cells along x lie one behind the other.
        const std::size_t row = (std::size_t(z) * m_counts[1] + y) * m_counts[0];
        for (std::uint32_t i = m_starts[row + low[0]]; i < m_starts[row + high[0] + 1]; ++i) {
          visit(m_order[i]);
        }
      }
    }
  }

 private:
  [[nodiscard]] int cellOf(double x, std::size_t axis) const;

  Vec3 m_origin{};
  double m_size = 1;
  std::array<int, 3> m_counts{1, 1, 1};
  std::vector<std::uint32_t> m_starts;  ///< by cell, and one past the last: into m_order.
  std::vector<std::uint32_t> m_order;
};

}  // namespace molloquy::render
