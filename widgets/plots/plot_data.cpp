#include "widgets/plots/plot_data.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace molloquy::widgets {
namespace {

/// A little of a step, so that 5.999999 counts as 6.
constexpr double kSlack = 1e-6;
constexpr int kMostTicks = 200;

int decimalsOf(double step) {
  for (int decimals = 0; decimals < 12; ++decimals) {
    const double scaled = step * std::pow(10.0, decimals);
    if (std::abs(scaled - std::round(scaled)) < 1e-6 * std::max(1.0, scaled)) return decimals;
  }
  return 12;
}

QString cell(const QString& text) {
  if (!text.contains(u',') && !text.contains(u'"') && !text.contains(u'\n')) return text;
  QString quoted = text;
  return u'"' + quoted.replace(u'"', QStringLiteral("\"\"")) + u'"';
}

QString number(double value) {
  return std::isfinite(value) ? QString::number(value, 'g', 10) : QString();
}

bool sameX(const PlotSeries& one, const PlotSeries& other) {
  return std::equal(one.points.begin(), one.points.end(), other.points.begin(), other.points.end(),
                    [](const QPointF& a, const QPointF& b) { return a.x() == b.x(); });
}

}  // namespace

Ticks ticksOfStep(double low, double high, double step) {
  Ticks ticks;
  if (!std::isfinite(low) || !std::isfinite(high) || !std::isfinite(step) || step <= 0 ||
      high < low || (high - low) / step > kMostTicks)
    return ticks;
  const double first = std::ceil(low / step - kSlack);
  const double last = std::floor(high / step + kSlack);
  ticks.first = first * step;
  ticks.step = step;
  ticks.count = std::max(0, static_cast<int>(last - first) + 1);
  ticks.decimals = decimalsOf(step);
  return ticks;
}

Ticks niceTicks(double low, double high, int most) {
  if (!std::isfinite(low) || !std::isfinite(high) || high <= low) return {};
  most = std::max(2, most);
  const double raw = (high - low) / most;
  const double power = std::pow(10.0, std::floor(std::log10(raw)));
  for (const double factor : {1.0, 2.0, 2.5, 5.0, 10.0, 20.0, 25.0, 50.0}) {
    const Ticks ticks = ticksOfStep(low, high, factor * power);
    if (ticks.count > 0 && ticks.count <= most) return ticks;
  }
  return {};
}

QString plotCsv(const PlotData& data) {
  QString text;
  for (std::size_t begin = 0; begin < data.series.size();) {
    std::size_t end = begin + 1;
    while (end < data.series.size() && sameX(data.series[begin], data.series[end])) ++end;
    text += cell(data.x.title.isEmpty() ? QStringLiteral("x") : data.x.title);
    for (std::size_t column = begin; column < end; ++column) {
      const QString& name = data.series[column].name;
      text += u',' + cell(name.isEmpty() ? data.y.title : name);
    }
    text += u'\n';
    for (std::size_t row = 0; row < data.series[begin].points.size(); ++row) {
      text += number(data.series[begin].points[row].x());
      for (std::size_t column = begin; column < end; ++column)
        text += u',' + number(data.series[column].points[row].y());
      text += u'\n';
    }
    begin = end;
    if (begin < data.series.size()) text += u'\n';
  }
  return text;
}

}  // namespace molloquy::widgets
