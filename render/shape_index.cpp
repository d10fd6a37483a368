#include "render/shape_index.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace molloquy::render {

namespace {

constexpr std::uint32_t kLeafItems = 6;
/// Boxes grow by this share of their coordinates: single precision must not cut an item off.
constexpr float kRounding = 4e-7F;

using Item = ShapeIndex::Item;

constexpr float kFar = std::numeric_limits<float>::max();
constexpr Item kNothing{{kFar, kFar, kFar}, {-kFar, -kFar, -kFar}, 0};

void include(Item& box, const std::array<float, 3>& low, const std::array<float, 3>& high) {
  for (std::size_t k = 0; k < 3; ++k) {
    box.low[k] = std::min(box.low[k], low[k]);
    box.high[k] = std::max(box.high[k], high[k]);
  }
}

Item itemAround(const Vec3& a, const Vec3& b, double radius, std::uint32_t number) {
  Item box;
  for (std::size_t k = 0; k < 3; ++k) {
    const auto low = static_cast<float>(std::min(a[k], b[k]) - radius);
    const auto high = static_cast<float>(std::max(a[k], b[k]) + radius);
    box.low[k] = low - std::abs(low) * kRounding - 1e-6F;
    box.high[k] = high + std::abs(high) * kRounding + 1e-6F;
  }
  box.number = number;
  return box;
}

/// Twice the middle.
float middle(const Item& item, std::size_t axis) { return item.low[axis] + item.high[axis]; }

std::vector<Item> itemsOf(const BallsAndSticks& shape) {
  std::vector<Item> items;
  items.reserve(shape.balls.size() + shape.sticks.size());
  for (std::uint32_t i = 0; i < shape.balls.size(); ++i) {
    if (shape.forms[i] == BallForm::Hidden) continue;
    const Ball& ball = shape.balls[i];
    items.push_back(itemAround(ball.centre, ball.centre, ball.radius, i));
  }
  const auto balls = static_cast<std::uint32_t>(shape.balls.size());
  for (std::uint32_t i = 0; i < shape.sticks.size(); ++i) {
    const Stick& stick = shape.sticks[i];
    items.push_back(itemAround(stick.from, stick.to, stick.radius, balls + i));
  }
  return items;
}

/// The axis along which the items' middles spread most.
std::size_t widestAxis(const std::vector<Item>& items, std::uint32_t begin, std::uint32_t end) {
  Item middles = kNothing;
  for (std::uint32_t i = begin; i < end; ++i) {
    const std::array<float, 3> place{middle(items[i], 0), middle(items[i], 1), middle(items[i], 2)};
    include(middles, place, place);
  }
  std::size_t axis = 0;
  for (std::size_t k = 1; k < 3; ++k) {
    if (middles.high[k] - middles.low[k] > middles.high[axis] - middles.low[axis]) axis = k;
  }
  return axis;
}

/// Where the ray enters a box, or infinity.
double entry(const std::array<float, 3>& low, const std::array<float, 3>& high, const Vec3& origin,
             const Vec3& inverse) {
  double from = 0, to = std::numeric_limits<double>::infinity();
  for (std::size_t k = 0; k < 3; ++k) {
    double near = (low[k] - origin[k]) * inverse[k];
    double far = (high[k] - origin[k]) * inverse[k];
    // 0 * infinity: the ray runs within a face's plane, which is inside.
    if (std::isnan(near) || std::isnan(far)) continue;
    if (near > far) std::swap(near, far);
    from = std::max(from, near);
    to = std::min(to, far);
  }
  return from <= to ? from : std::numeric_limits<double>::infinity();
}

}  // namespace

ShapeIndex::ShapeIndex(std::vector<Item> items) {
  struct Task {
    std::uint32_t node, begin, end;
  };
  std::vector<Task> tasks{{0, 0, static_cast<std::uint32_t>(items.size())}};
  m_nodes.reserve(2 * items.size() / kLeafItems + 8);
  m_nodes.resize(1);
  while (!tasks.empty()) {
    const Task task = tasks.back();
    tasks.pop_back();
    Item box = kNothing;
    for (std::uint32_t i = task.begin; i < task.end; ++i) {
      include(box, items[i].low, items[i].high);
    }
    const std::uint32_t count = task.end - task.begin;
    m_nodes[task.node] = {box.low, box.high, task.begin, count};
    if (count <= kLeafItems) continue;
    const std::size_t axis = widestAxis(items, task.begin, task.end);
    const std::uint32_t half = task.begin + count / 2;
    const auto at = [&items](std::uint32_t i) { return items.begin() + static_cast<long>(i); };
    std::nth_element(at(task.begin), at(half), at(task.end), [axis](const Item& a, const Item& b) {
      return middle(a, axis) < middle(b, axis);
    });
    const auto first = static_cast<std::uint32_t>(m_nodes.size());
    m_nodes[task.node].first = first;
    m_nodes[task.node].count = 0;
    m_nodes.resize(m_nodes.size() + 2);
    tasks.push_back({first, task.begin, half});
    tasks.push_back({first + 1, half, task.end});
  }
  m_items.reserve(items.size());
  for (const Item& item : items) m_items.push_back(item.number);
}

void ShapeIndex::visitAlong(const Ray& ray, const std::function<double()>& reach,
                            const std::function<void(std::uint32_t)>& visit) const {
  const Vec3 inverse{1 / ray.direction[0], 1 / ray.direction[1], 1 / ray.direction[2]};
  struct Waiting {
    std::uint32_t node;
    double entry;
  };
  std::vector<Waiting> waiting;
  const auto enter = [&](std::uint32_t node) {
    return Waiting{node, entry(m_nodes[node].low, m_nodes[node].high, ray.origin, inverse)};
  };
  waiting.push_back(enter(0));
  while (!waiting.empty()) {
    const Waiting next = waiting.back();
    waiting.pop_back();
    if (std::isinf(next.entry) || next.entry > reach()) continue;
    const Node& node = m_nodes[next.node];
    if (node.count > 0 || m_items.empty()) {
      for (std::uint32_t i = 0; i < node.count; ++i) visit(m_items[node.first + i]);
      continue;
    }
    Waiting one = enter(node.first), other = enter(node.first + 1);
    if (one.entry < other.entry) std::swap(one, other);
    waiting.push_back(one);
    waiting.push_back(other);
  }
}

void prepareIndex(const BallsAndSticks& shape) {
  shape.index = std::async(std::launch::async, [items = itemsOf(shape)]() mutable {
                  return std::make_shared<const ShapeIndex>(std::move(items));
                }).share();
}

const ShapeIndex& indexOf(const BallsAndSticks& shape) {
  if (!shape.index.valid()) prepareIndex(shape);
  return *shape.index.get();
}

}  // namespace molloquy::render
