#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "render/bond_geometry.h"

namespace molloquy::render {

/// A tree of boxes over the balls and sticks that a ray can hit, so that picking looks at few of
/// them. A value of its own: it holds no reference to the shape.
class ShapeIndex {
 public:
  explicit ShapeIndex(const BallsAndSticks& shape);

  /// Calls visit(item) for every item whose box the ray may enter nearer than `reach()`; items
  /// below the number of atoms are balls, the others sticks. Nearer boxes come first.
  void visitAlong(const Ray& ray, const std::function<double()>& reach,
                  const std::function<void(std::uint32_t)>& visit) const;

 private:
  struct Node {
    float low[3];
    float high[3];
    std::uint32_t first = 0;  ///< child, or first item.
    std::uint32_t count = 0;  ///< items; 0: an inner node with children first and first + 1.
  };
  std::vector<Node> m_nodes;
  std::vector<std::uint32_t> m_items;
};

/// The shape's index, made now if there is none.
const ShapeIndex& indexOf(const BallsAndSticks& shape);

}  // namespace molloquy::render
