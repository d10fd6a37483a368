#include "widgets/neighbours/point_cloud.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

namespace molloquy::widgets {
namespace {

constexpr double kDotOpacity = 0.6;

/// Coverage of one dot, 0..255, (2 * reach + 1) squared device pixels.
struct Dot {
  int reach;
  std::vector<std::uint8_t> cover;
};

Dot makeDot(double radius) {
  Dot dot;
  dot.reach = static_cast<int>(std::ceil(radius));
  const int side = 2 * dot.reach + 1;
  dot.cover.resize(static_cast<std::size_t>(side) * static_cast<std::size_t>(side));
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      const double distance = std::hypot(x - dot.reach, y - dot.reach);
      const double cover = std::clamp(radius + 0.5 - distance, 0.0, 1.0) * kDotOpacity;
      dot.cover[static_cast<std::size_t>(y * side + x)] =
          static_cast<std::uint8_t>(std::lround(255 * cover));
    }
  }
  return dot;
}

/// Lays the dot over what is there: cover + (1 - cover) * dot.
void stamp(std::vector<std::uint8_t>& field, int width, int height, const Dot& dot, int x, int y) {
  const int side = 2 * dot.reach + 1;
  const int left = std::max(0, x - dot.reach);
  const int right = std::min(width - 1, x + dot.reach);
  for (int row = std::max(0, y - dot.reach); row <= std::min(height - 1, y + dot.reach); ++row) {
    const std::uint8_t* from =
        dot.cover.data() + (row - y + dot.reach) * side + (left - x + dot.reach);
    std::uint8_t* to = field.data() + static_cast<std::ptrdiff_t>(row) * width + left;
    for (int column = left; column <= right; ++column, ++from, ++to)
      *to = static_cast<std::uint8_t>(*to + (255 - *to) * *from / 255);
  }
}

}  // namespace

QPointF MapTransform::toScreen(const QPointF& place) const {
  return {size.width() / 2 + (place.x() - centre.x()) * scale,
          size.height() / 2 - (place.y() - centre.y()) * scale};
}

QPointF MapTransform::toMap(const QPointF& pixel) const {
  return {centre.x() + (pixel.x() - size.width() / 2) / scale,
          centre.y() - (pixel.y() - size.height() / 2) / scale};
}

MapTransform fitted(const QRectF& bounds, const QSizeF& size, double margin) {
  MapTransform transform;
  transform.size = size;
  transform.centre = bounds.center();
  const double width = std::max(1.0, size.width() - 2 * margin);
  const double height = std::max(1.0, size.height() - 2 * margin);
  const double across = bounds.width() > 0 ? width / bounds.width() : 0;
  const double along = bounds.height() > 0 ? height / bounds.height() : 0;
  transform.scale = across > 0 && along > 0 ? std::min(across, along) : std::max(across, along);
  if (!(transform.scale > 0) || !std::isfinite(transform.scale)) transform.scale = 1;
  return transform;
}

double dotRadius(std::size_t points) {
  if (points < 500) return 3.4;
  if (points < 5'000) return 2.0;
  return points < 30'000 ? 1.4 : 0.9;
}

QImage paintCloud(const std::vector<QPointF>& points, const MapTransform& transform,
                  double devicePixelRatio, const QColor& colour) {
  const QSize size = (transform.size * devicePixelRatio).toSize();
  if (size.isEmpty()) return {};
  const int width = size.width();
  const int height = size.height();
  std::vector<std::uint8_t> field(static_cast<std::size_t>(width) *
                                  static_cast<std::size_t>(height));
  const Dot dot = makeDot(dotRadius(points.size()) * devicePixelRatio);
  for (const QPointF& point : points) {
    const QPointF pixel = transform.toScreen(point) * devicePixelRatio;
    // Also false for what is not a number.
    if (!(pixel.x() > -dot.reach && pixel.x() < width + dot.reach && pixel.y() > -dot.reach &&
          pixel.y() < height + dot.reach))
      continue;
    stamp(field, width, height, dot, static_cast<int>(std::floor(pixel.x())),
          static_cast<int>(std::floor(pixel.y())));
  }
  std::array<QRgb, 256> ink;
  for (std::size_t cover = 0; cover < ink.size(); ++cover)
    ink[cover] =
        qPremultiply(qRgba(colour.red(), colour.green(), colour.blue(), static_cast<int>(cover)));
  QImage image(size, QImage::Format_ARGB32_Premultiplied);
  for (int row = 0; row < height; ++row) {
    auto* to = reinterpret_cast<QRgb*>(image.scanLine(row));
    const std::uint8_t* from = field.data() + static_cast<std::ptrdiff_t>(row) * width;
    for (int column = 0; column < width; ++column) to[column] = ink[from[column]];
  }
  image.setDevicePixelRatio(devicePixelRatio);
  return image;
}

}  // namespace molloquy::widgets
