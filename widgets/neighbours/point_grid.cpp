#include "widgets/neighbours/point_grid.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace molloquy::widgets {
namespace {

constexpr double kPointsPerCell = 4;
constexpr int kMostCellsAside = 512;

bool isFinite(const QPointF& point) { return std::isfinite(point.x()) && std::isfinite(point.y()); }

double squaredLength(const QPointF& vector) { return QPointF::dotProduct(vector, vector); }

}  // namespace

int PointGrid::column(double x) const {
  return static_cast<int>(
      std::clamp((x - m_bounds.left()) / m_cell, 0.0, static_cast<double>(m_columns - 1)));
}

int PointGrid::row(double y) const {
  return static_cast<int>(
      std::clamp((y - m_bounds.top()) / m_cell, 0.0, static_cast<double>(m_rows - 1)));
}

void PointGrid::setPoints(std::vector<QPointF> points) {
  m_points = std::move(points);
  m_bounds = {};
  m_columns = m_rows = 0;
  m_first.clear();
  m_ordered.clear();
  double left = std::numeric_limits<double>::infinity();
  double top = left;
  double right = -left;
  double bottom = -left;
  std::size_t count = 0;
  for (const QPointF& point : m_points) {
    if (!isFinite(point)) continue;
    ++count;
    left = std::min(left, point.x());
    right = std::max(right, point.x());
    top = std::min(top, point.y());
    bottom = std::max(bottom, point.y());
  }
  if (count == 0) return;
  m_bounds = QRectF(QPointF(left, top), QPointF(right, bottom));
  const double side = std::max(right - left, bottom - top);
  const double aside =
      std::clamp(std::sqrt(double(count) / kPointsPerCell), 1.0, double(kMostCellsAside));
  m_cell = side > 0 ? side / aside : 1.0;
  m_columns = static_cast<int>((right - left) / m_cell) + 1;
  m_rows = static_cast<int>((bottom - top) / m_cell) + 1;
  // Counting sort by cell.
  m_first.assign(static_cast<std::size_t>(m_columns) * static_cast<std::size_t>(m_rows) + 1, 0);
  const auto cellOf = [this](const QPointF& point) {
    return static_cast<std::size_t>(row(point.y())) * static_cast<std::size_t>(m_columns) +
           static_cast<std::size_t>(column(point.x()));
  };
  for (const QPointF& point : m_points)
    if (isFinite(point)) ++m_first[cellOf(point) + 1];
  for (std::size_t cell = 1; cell < m_first.size(); ++cell) m_first[cell] += m_first[cell - 1];
  std::vector<int> next(m_first.begin(), m_first.end() - 1);
  m_ordered.resize(count);
  for (std::size_t i = 0; i < m_points.size(); ++i) {
    if (!isFinite(m_points[i])) continue;
    m_ordered[static_cast<std::size_t>(next[cellOf(m_points[i])]++)] = static_cast<int>(i);
  }
}

std::optional<int> PointGrid::nearest(const QPointF& place, double radius) const {
  if (m_ordered.empty() || !isFinite(place) || !(radius >= 0)) return std::nullopt;
  const QRectF reach(place.x() - radius, place.y() - radius, 2 * radius, 2 * radius);
  if (reach.right() < m_bounds.left() || reach.left() > m_bounds.right() ||
      reach.bottom() < m_bounds.top() || reach.top() > m_bounds.bottom())
    return std::nullopt;
  std::optional<int> best;
  double shortest = radius * radius;
  for (int y = row(reach.top()); y <= row(reach.bottom()); ++y) {
    for (int x = column(reach.left()); x <= column(reach.right()); ++x) {
      const auto cell = static_cast<std::size_t>(y) * static_cast<std::size_t>(m_columns) +
                        static_cast<std::size_t>(x);
      for (int at = m_first[cell]; at < m_first[cell + 1]; ++at) {
        const int index = m_ordered[static_cast<std::size_t>(at)];
        const double distance = squaredLength(m_points[static_cast<std::size_t>(index)] - place);
        if (distance < shortest || (!best && distance <= shortest)) {
          shortest = distance;
          best = index;
        }
      }
    }
  }
  return best;
}

std::optional<int> PointGrid::nextIn(const QPointF& direction, int from) const {
  if (from < 0 || from >= static_cast<int>(m_points.size())) return std::nullopt;
  const QPointF start = m_points[static_cast<std::size_t>(from)];
  std::optional<int> best;
  double shortest = std::numeric_limits<double>::infinity();
  for (const int index : m_ordered) {
    const QPointF step = m_points[static_cast<std::size_t>(index)] - start;
    const double along = QPointF::dotProduct(step, direction);
    const double aside = std::abs(step.x() * direction.y() - step.y() * direction.x());
    if (along <= 0 || aside > along) continue;
    const double distance = squaredLength(step);
    if (distance < shortest) {
      shortest = distance;
      best = index;
    }
  }
  return best;
}

}  // namespace molloquy::widgets
