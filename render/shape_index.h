#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <vector>

#include "render/bond_geometry.h"

namespace molloquy::render {

/// A tree of boxes over the balls and sticks that a ray can hit, so that picking looks at few of
/// them. A value of its own: it holds no reference to the shape.
class ShapeIndex {
 public:
  struct Item {
    std::array<float, 3> low;
    std::array<float, 3> high;
    std::uint32_t number = 0;  ///< below the number of atoms a ball, else a stick.
  };
  explicit ShapeIndex(std::vector<Item> items);

  /// Calls visit(item) for every item whose box the ray may enter nearer than `reach()`; items
  /// below the number of atoms are balls, the others sticks. Nearer boxes come first.
  void visitAlong(const Ray& ray, const std::function<double()>& reach,
                  const std::function<void(std::uint32_t)>& visit) const;

 private:
  struct Node {
    std::array<float, 3> low;
    std::array<float, 3> high;
    std::uint32_t first = 0;  ///< child, or first item.
    std::uint32_t count = 0;  ///< items; 0: an inner node with children first and first + 1.
  };
  std::vector<Node> m_nodes;
  std::vector<std::uint32_t> m_items;
};

/// Starts to make the shape's index on a thread of its own, for a pick that may come.
void prepareIndex(const BallsAndSticks& shape);
/// The shape's index; waits for it, or makes it now if nothing has been prepared.
const ShapeIndex& indexOf(const BallsAndSticks& shape);

}  // namespace molloquy::render
