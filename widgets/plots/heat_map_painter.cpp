#include "widgets/plots/heat_map_painter.h"

#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "widgets/inspector/number_text.h"
#include "widgets/plots/plot_painter.h"
#include "widgets/theme/colour_math.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

double scaleWidth() { return theme::scaled(12); }

}  // namespace

QColor heatColour(const QPalette& palette, double share) {
  const theme::Tokens& t = theme::tokensFor(palette);
  // From ink over accent to nearly the paper; all three lie in this order of lightness.
  const QColor ink = theme::mixed(t.accent, t.text, 0.7);
  const QColor paper = theme::mixed(t.surface, t.accent, 0.08);
  share = std::clamp(share, 0.0, 1.0);
  return share < 0.4 ? theme::mixed(ink, t.accent, share / 0.4)
                     : theme::mixed(t.accent, paper, (share - 0.4) / 0.6);
}

HeatMapPainter::HeatMapPainter(const HeatMapData& data, const QSizeF& size, const QPalette& palette)
    : m_data(data), m_size(size), m_palette(palette) {
  m_low = INFINITY;
  m_high = -INFINITY;
  for (const double value : data.values) {
    if (!std::isfinite(value)) continue;
    m_low = std::min(m_low, value);
    m_high = std::max(m_high, value);
  }
  m_valid =
      !data.xs.empty() && !data.ys.empty() && data.values.size() == data.xs.size() * data.ys.size();
  if (!std::isfinite(m_low)) m_low = 0;
  if (!std::isfinite(m_high) || m_high <= m_low) m_high = m_low + 1;
  const QFontMetricsF metrics(axisFont());
  const double line = metrics.height();
  const double left = tabularWidth(QStringLiteral("−180"), metrics) + line + theme::scaled(16);
  const double right = scaleWidth() + theme::scaled(56);
  const double top = line + theme::scaled(8);
  const double bottom = 2 * line + theme::scaled(8);
  m_field = QRectF(left, top, size.width() - left - right, size.height() - top - bottom);
  if (m_field.width() < 20 || m_field.height() < 20) m_valid = false;
}

QRectF HeatMapPainter::cellRect(int cell) const {
  if (!m_valid || cell < 0 || cell >= static_cast<int>(m_data.values.size())) return {};
  const auto columns = static_cast<int>(m_data.xs.size());
  const auto rows = static_cast<int>(m_data.ys.size());
  const int column = cell % columns;
  const int row = cell / columns;
  // Whole pixels, so that no seams show between cells.
  const auto edgeX = [&](int i) {
    return std::round(m_field.left() + m_field.width() * i / columns);
  };
  const auto edgeY = [&](int i) {
    return std::round(m_field.bottom() - m_field.height() * i / rows);
  };
  return {QPointF(edgeX(column), edgeY(row + 1)), QPointF(edgeX(column + 1), edgeY(row))};
}

void HeatMapPainter::paint(QPainter& painter) const {
  if (!m_valid) return;
  const theme::Tokens& t = theme::tokensFor(m_palette);
  painter.fillRect(m_field, QBrush(t.line, Qt::BDiagPattern));
  for (std::size_t cell = 0; cell < m_data.values.size(); ++cell) {
    const double value = m_data.values[cell];
    if (!std::isfinite(value)) continue;
    painter.fillRect(cellRect(static_cast<int>(cell)),
                     heatColour(m_palette, (value - m_low) / (m_high - m_low)));
  }
  paintAxes(painter);
  paintScale(painter);
}

void HeatMapPainter::paintAxes(QPainter& painter) const {
  const theme::Tokens& t = theme::tokensFor(m_palette);
  const QFontMetricsF metrics(axisFont());
  painter.setFont(axisFont());
  painter.setPen(t.text3);
  const auto label = [](double value) { return shownNumber(QString::number(value, 'f', 0)); };
  const auto columns = m_data.xs.size();
  const auto everyX = std::max<std::size_t>(
      1,
      static_cast<std::size_t>(std::ceil(double(columns) * theme::scaled(48) / m_field.width())));
  for (std::size_t column = 0; column < columns; column += everyX) {
    const QString text = label(m_data.xs[column]);
    const double x = cellRect(static_cast<int>(column)).center().x();
    paintTabular(painter,
                 QPointF(x - tabularWidth(text, metrics) / 2,
                         m_field.bottom() + theme::scaled(4) + metrics.ascent()),
                 text);
  }
  const auto rows = m_data.ys.size();
  const auto everyY = std::max<std::size_t>(
      1, static_cast<std::size_t>(std::ceil(double(rows) * theme::scaled(20) / m_field.height())));
  for (std::size_t row = 0; row < rows; row += everyY) {
    const QString text = label(m_data.ys[row]);
    const double y = cellRect(static_cast<int>(row * columns)).center().y();
    paintTabular(painter,
                 QPointF(m_field.left() - theme::scaled(6) - tabularWidth(text, metrics),
                         y + metrics.ascent() / 2 - 1),
                 text);
  }
  painter.drawText(QRectF(m_field.left(), m_size.height() - metrics.height() - 1, m_field.width(),
                          metrics.height()),
                   Qt::AlignHCenter | Qt::TextSingleLine,
                   metrics.elidedText(m_data.x.title, Qt::ElideMiddle, m_field.width()));
  painter.save();
  painter.translate(theme::scaled(4), m_field.bottom());
  painter.rotate(-90);
  painter.drawText(QRectF(0, 0, m_field.height(), metrics.height()),
                   Qt::AlignHCenter | Qt::TextSingleLine,
                   metrics.elidedText(m_data.y.title, Qt::ElideMiddle, m_field.height()));
  painter.restore();
}

void HeatMapPainter::paintScale(QPainter& painter) const {
  const theme::Tokens& t = theme::tokensFor(m_palette);
  const QFontMetricsF metrics(axisFont());
  const QRectF bar(m_field.right() + theme::scaled(12), m_field.top(), scaleWidth(),
                   m_field.height());
  const int steps = std::max(2, static_cast<int>(bar.height()));
  for (int step = 0; step < steps; ++step) {
    const double from = bar.bottom() - bar.height() * (step + 1) / steps;
    painter.fillRect(QRectF(bar.left(), from, bar.width(), bar.height() / steps + 0.5),
                     heatColour(m_palette, double(step) / (steps - 1)));
  }
  const Ticks ticks =
      niceTicks(m_low, m_high, static_cast<int>(m_field.height() / theme::scaled(28)));
  painter.setPen(t.text3);
  for (int tick = 0; tick < ticks.count; ++tick) {
    const double share = (ticks.at(tick) - m_low) / (m_high - m_low);
    const double y = bar.bottom() - share * bar.height();
    paintTabular(painter, QPointF(bar.right() + theme::scaled(5), y + metrics.ascent() / 2 - 1),
                 tickText(ticks, tick));
  }
  painter.drawText(
      QPointF(m_field.left(), theme::scaled(2) + metrics.ascent()),
      metrics.elidedText(m_data.valueTitle, Qt::ElideRight, m_size.width() - m_field.left()));
}

void HeatMapPainter::paintFrame(QPainter& painter, int cell, const QColor& colour,
                                double width) const {
  const theme::Tokens& t = theme::tokensFor(m_palette);
  const QRectF place = cellRect(cell);
  if (place.isEmpty()) return;
  // A line of paper around it, so that it shows on every colour of the map.
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(t.surface, width + 2, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
  painter.drawRect(place);
  painter.setPen(QPen(colour, width, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
  painter.drawRect(place);
}

}  // namespace molloquy::widgets
