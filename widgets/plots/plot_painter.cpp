#include "widgets/plots/plot_painter.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "widgets/inspector/number_text.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/style_painting.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

using theme::TextRole;

constexpr double kLineWidth = 2;
/// Points closer than this, pixels, lose their markers: the line says it all.
constexpr double kMarkerRoom = 5;

}  // namespace

QFont axisFont() {
  QFont font = theme::font(TextRole::Stats);
  font.setPixelSize(theme::scaled(11));
  return font;
}

QString tickText(const Ticks& ticks, int index) {
  const double value = ticks.at(index);
  // Minus zero is zero.
  const double shown = std::abs(value) < ticks.step * 1e-6 ? 0.0 : value;
  return shownNumber(QString::number(shown, 'f', ticks.decimals));
}

QColor seriesColour(const QPalette& palette, int slot) {
  return theme::pinColour(theme::tokensFor(palette), slot);
}

Qt::PenStyle seriesDash(int slot) {
  static constexpr Qt::PenStyle kStyles[] = {Qt::SolidLine, Qt::DashLine, Qt::DashDotLine,
                                             Qt::DotLine};
  return kStyles[slot % 4];
}

void paintMarker(QPainter& painter, const QPointF& place, int slot, double size) {
  const double half = size / 2;
  switch (slot % 4) {
    case 0:
      painter.drawEllipse(place, half, half);
      return;
    case 1:
      painter.drawRect(QRectF(place.x() - half, place.y() - half, size, size));
      return;
    case 2:
      painter.drawPolygon(QPolygonF(
          {place + QPointF(0, -half), place + QPointF(half, half), place + QPointF(-half, half)}));
      return;
    default:
      painter.drawPolygon(QPolygonF({place + QPointF(0, -half), place + QPointF(half, 0),
                                     place + QPointF(0, half), place + QPointF(-half, 0)}));
  }
}

PlotPainter::PlotPainter(const PlotData& data, const QSizeF& size, const QPalette& palette)
    : m_data(data), m_size(size), m_palette(palette) {
  layOut();
}

PlotPainter::Range PlotPainter::rangeOf(const PlotAxis& axis, bool horizontal,
                                        double pixels) const {
  Range range;
  double low = INFINITY;
  double high = -INFINITY;
  bool bars = false;
  for (const PlotSeries& series : m_data.series) {
    bars = bars || series.kind == SeriesKind::Bars || series.kind == SeriesKind::Sticks;
    for (const QPointF& point : series.points) {
      if (!std::isfinite(point.x()) || !std::isfinite(point.y())) continue;
      low = std::min(low, horizontal ? point.x() : point.y());
      high = std::max(high, horizontal ? point.x() : point.y());
    }
  }
  if (!std::isfinite(low)) low = 0;
  if (!std::isfinite(high)) high = low + 1;
  if (bars && !horizontal) low = std::min(low, 0.0);
  if (bars && horizontal && !axis.low) {
    low -= 0.6;
    high += 0.6;
  }
  if (high - low < 1e-9) high = low + std::max(1.0, std::abs(low) * 0.1);
  if (!horizontal) high += (high - low) * 0.08;  // Room over the highest point.
  range.low = axis.low.value_or(low);
  range.high = std::max(axis.high.value_or(high), range.low + 1e-9);
  const double apart = horizontal ? theme::scaled(64) : theme::scaled(34);
  range.ticks = axis.step ? ticksOfStep(range.low, range.high, *axis.step)
                          : niceTicks(range.low, range.high, static_cast<int>(pixels / apart));
  // A fixed step that is too dense for the room is thinned.
  for (double step = axis.step.value_or(0);
       axis.step && range.ticks.count > 2 && pixels / range.ticks.count < apart * 0.7;) {
    step *= 2;
    range.ticks = ticksOfStep(range.low, range.high, step);
  }
  return range;
}

void PlotPainter::layOut() {
  for (const PlotSeries& series : m_data.series) m_valid = m_valid || !series.points.empty();
  const QFontMetricsF metrics(axisFont());
  const double line = metrics.height();
  const double top = m_data.y.title.isEmpty() ? line * 0.7 : line + theme::scaled(10);
  const double bottom =
      line + theme::scaled(4) + (m_data.x.title.isEmpty() ? 0 : line + theme::scaled(2));
  m_y = rangeOf(m_data.y, false, m_size.height() - top - bottom);
  double labels = 0;
  for (int tick = 0; tick < m_y.ticks.count; ++tick)
    labels = std::max(labels, tabularWidth(tickText(m_y.ticks, tick), metrics));
  const double left = labels + theme::scaled(20);
  const double right = theme::scaled(20);
  m_x = rangeOf(m_data.x, true, m_size.width() - left - right);
  m_field = QRectF(left, top, m_size.width() - left - right, m_size.height() - top - bottom);
  if (m_field.width() < 20 || m_field.height() < 10) m_valid = false;
}

QPointF PlotPainter::placeOf(const QPointF& value) const {
  double x = (value.x() - m_x.low) / (m_x.high - m_x.low);
  const double y = (value.y() - m_y.low) / (m_y.high - m_y.low);
  if (m_data.x.reversed) x = 1 - x;
  return {m_field.left() + x * m_field.width(), m_field.bottom() - y * m_field.height()};
}

void PlotPainter::paint(QPainter& painter) const {
  if (!m_valid) return;
  painter.save();
  paintAxes(painter);
  painter.setRenderHint(QPainter::Antialiasing);
  for (const PlotSeries& series : m_data.series) paintSeries(painter, series);
  paintNames(painter);
  painter.restore();
}

void PlotPainter::paintAxes(QPainter& painter) const {
  const theme::Tokens& t = theme::tokensFor(m_palette);
  painter.setFont(axisFont());
  const QFontMetricsF metrics(axisFont());
  for (int tick = 0; tick < m_y.ticks.count; ++tick) {
    const double y = std::round(placeOf({m_x.low, m_y.ticks.at(tick)}).y());
    painter.fillRect(QRectF(m_field.left(), y, m_field.width(), 1), t.line);
    const QString text = tickText(m_y.ticks, tick);
    painter.setPen(t.text3);
    paintTabular(painter,
                 QPointF(m_field.left() - theme::scaled(8) - tabularWidth(text, metrics),
                         y + metrics.ascent() / 2 - 1),
                 text);
  }
  const double base = std::round(m_field.bottom());
  painter.fillRect(QRectF(m_field.left(), base, m_field.width(), 1), t.lineStrong);
  for (int tick = 0; tick < m_x.ticks.count; ++tick) {
    const double x = std::round(placeOf({m_x.ticks.at(tick), m_y.low}).x());
    const QString text = tickText(m_x.ticks, tick);
    painter.setPen(t.text3);
    paintTabular(
        painter,
        QPointF(x - tabularWidth(text, metrics) / 2, base + theme::scaled(4) + metrics.ascent()),
        text);
  }
  painter.setPen(t.text3);
  if (!m_data.y.title.isEmpty())
    painter.drawText(QPointF(m_field.left(), theme::scaled(2) + metrics.ascent()),
                     metrics.elidedText(m_data.y.title, Qt::ElideRight, m_field.width()));
  if (!m_data.x.title.isEmpty())
    painter.drawText(QRectF(m_field.left(), m_size.height() - metrics.height() - 1, m_field.width(),
                            metrics.height()),
                     Qt::AlignHCenter | Qt::AlignTop | Qt::TextSingleLine,
                     metrics.elidedText(m_data.x.title, Qt::ElideMiddle, m_field.width()));
}

void PlotPainter::paintSeries(QPainter& painter, const PlotSeries& series) const {
  const QColor colour = seriesColour(m_palette, series.slot);
  switch (series.kind) {
    case SeriesKind::Bars: {
      const double pitch =
          series.points.size() > 1
              ? std::abs(placeOf(series.points[1]).x() - placeOf(series.points[0]).x())
              : m_field.width() / 2;
      const double wide = std::clamp(pitch * 0.6, 2.0, double(theme::scaled(28)));
      for (const QPointF& point : series.points) {
        if (!std::isfinite(point.y())) continue;
        const QPointF top = placeOf(point);
        const double base = placeOf({point.x(), std::max(0.0, m_y.low)}).y();
        // A bar of nothing is still there to be clicked.
        const double tall = std::max(2.0, base - top.y());
        painter.fillRect(QRectF(top.x() - wide / 2, base - tall, wide, tall), colour);
      }
      return;
    }
    case SeriesKind::Sticks:
      painter.setPen(QPen(colour, 1));
      for (const QPointF& point : series.points) {
        if (!std::isfinite(point.y())) continue;
        const QPointF top = placeOf(point);
        painter.drawLine(top, QPointF(top.x(), m_field.bottom()));
      }
      return;
    case SeriesKind::Line:
    case SeriesKind::LineAndPoints:
      paintLine(painter, series);
      break;
    case SeriesKind::Points:
      break;
  }
  if (series.kind == SeriesKind::Line) return;
  const double room = m_field.width() / std::max<double>(1, double(series.points.size()));
  if (series.kind == SeriesKind::LineAndPoints && room < kMarkerRoom) return;
  painter.setPen(QPen(colour, 1.5));
  painter.setBrush(theme::tokensFor(m_palette).surface);
  for (const QPointF& point : series.points)
    if (std::isfinite(point.y())) paintMarker(painter, placeOf(point), series.slot, 5.5);
}

void PlotPainter::paintLine(QPainter& painter, const PlotSeries& series) const {
  painter.save();
  painter.setClipRect(m_field.adjusted(-3, -3, 3, 3));
  painter.setPen(QPen(seriesColour(m_palette, series.slot), kLineWidth, seriesDash(series.slot),
                      Qt::RoundCap, Qt::RoundJoin));
  painter.setBrush(Qt::NoBrush);
  // More points than pixels: each column keeps its lowest and highest.
  const bool decimate = double(series.points.size()) > 4 * m_field.width();
  QPainterPath path;
  bool open = false;
  double column = NAN, low = 0, high = 0;
  const auto flush = [&] {
    if (std::isnan(column)) return;
    for (const double y : {low, high}) {
      open ? path.lineTo(column, y) : path.moveTo(column, y);
      open = true;
    }
    column = NAN;
  };
  for (const QPointF& point : series.points) {
    if (!std::isfinite(point.y())) {
      flush();
      open = false;
      continue;
    }
    const QPointF place = placeOf(point);
    if (!decimate) {
      open ? path.lineTo(place) : path.moveTo(place);
      open = true;
      continue;
    }
    if (std::floor(place.x()) != column) {
      flush();
      column = std::floor(place.x());
      low = high = place.y();
    }
    low = std::min(low, place.y());
    high = std::max(high, place.y());
  }
  flush();
  painter.drawPath(path);
  painter.restore();
}

void PlotPainter::paintNames(QPainter& painter) const {
  const QFontMetricsF metrics(axisFont());
  painter.setFont(axisFont());
  std::vector<QRectF> taken;
  int named = 0;
  for (const PlotSeries& series : m_data.series) named += series.name.isEmpty() ? 0 : 1;
  if (named < 2) return;
  // Beside the last point; a name that would cover another moves below it.
  for (const PlotSeries& series : m_data.series) {
    if (series.name.isEmpty() || series.points.empty()) continue;
    const double width = metrics.horizontalAdvance(series.name);
    QRectF box(placeOf(series.points.back()), QSizeF(width, metrics.height()));
    box.moveRight(std::min(box.left(), m_field.right() - width) + width);
    box.moveTop(std::clamp(box.top() - metrics.height() - 4, 0.0, m_field.bottom()));
    for (const QRectF& other : taken)
      if (other.intersects(box)) box.moveTop(other.bottom() + 1);
    taken.push_back(box);
    painter.setPen(seriesColour(m_palette, series.slot));
    painter.drawText(box, Qt::AlignLeft | Qt::TextSingleLine, series.name);
  }
}

void PlotPainter::paintMark(QPainter& painter, const QPointF& value, const QString& words) const {
  const theme::Tokens& t = theme::tokensFor(m_palette);
  const QPointF place = placeOf(value);
  painter.setPen(QPen(t.accent, 1.5, Qt::DashLine));
  const double x = std::round(place.x()) + 0.5;
  painter.drawLine(QPointF(x, m_field.top() - theme::scaled(4)), QPointF(x, m_field.bottom()));
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(t.surface, 1.5));
  painter.setBrush(t.accent);
  painter.drawEllipse(place, theme::scaled(4.5), theme::scaled(4.5));
  paintBox(painter, place, words);
}

void PlotPainter::paintCrosshair(QPainter& painter, const QPointF& value,
                                 const QString& words) const {
  const theme::Tokens& t = theme::tokensFor(m_palette);
  const QPointF place = placeOf(value);
  painter.setPen(QPen(t.lineStrong, 1));
  const QPointF snapped(std::round(place.x()) + 0.5, std::round(place.y()) + 0.5);
  painter.drawLine(QPointF(snapped.x(), m_field.top()), QPointF(snapped.x(), m_field.bottom()));
  painter.drawLine(QPointF(m_field.left(), snapped.y()), QPointF(m_field.right(), snapped.y()));
  paintBox(painter, place, words);
}

QRectF PlotPainter::quietPlace(const QSizeF& size, const QPointF& place) const {
  const double gap = theme::scaled(8);
  QRectF best;
  int least = -1;
  for (const bool top : {true, false})
    for (const bool left : {false, true}) {
      QRectF box(QPointF(), size);
      box.moveLeft(left ? place.x() - gap - size.width() : place.x() + gap);
      box.moveTop(top ? m_field.top() : m_field.bottom() - size.height() - gap);
      if (box.left() < 1 || box.right() > m_size.width() - 1) continue;
      int covered = box.contains(place) ? 1000 : 0;
      for (const PlotSeries& series : m_data.series)
        for (const QPointF& point : series.points)
          covered += std::isfinite(point.y()) && box.contains(placeOf(point)) ? 1 : 0;
      if (least >= 0 && covered >= least) continue;
      least = covered;
      best = box;
    }
  if (least < 0) best = QRectF(QPointF(1, m_field.top()), size);
  best.moveTop(std::max(best.top(), 1.0));
  return best;
}

void PlotPainter::paintBox(QPainter& painter, const QPointF& place, const QString& words) const {
  if (words.isEmpty()) return;
  const theme::Tokens& t = theme::tokensFor(m_palette);
  const QFont font = theme::font(TextRole::Stats);
  const QFontMetricsF metrics(font);
  const QStringList lines = words.split(u'\n');
  double width = 0;
  for (const QString& line : lines) width = std::max(width, metrics.horizontalAdvance(line));
  QRectF box(0, 0, width + theme::scaled(16),
             metrics.lineSpacing() * double(lines.size()) + theme::scaled(10));
  box = quietPlace(box.size(), place);
  painter.setRenderHint(QPainter::Antialiasing);
  theme::painting::box(painter, box, theme::painting::kRadiusControl, t.surface, t.line);
  painter.setFont(font);
  double y = box.top() + theme::scaled(5) + metrics.ascent();
  for (qsizetype line = 0; line < lines.size(); ++line, y += metrics.lineSpacing()) {
    painter.setPen(line == 0 ? t.text : t.text2);
    painter.drawText(QPointF(box.left() + theme::scaled(8), y), lines[line]);
  }
}

}  // namespace molloquy::widgets
