#include "widgets/inspector/spectrum.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

namespace molloquy::widgets {
namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(Spectrum)
};

/// Points of the curve, 1/cm apart: a fifth of a peak's width.
constexpr double kStep = 4;

}  // namespace

PlotData spectrumPlot(const std::vector<energy::NormalMode>& modes) {
  PlotData data;
  data.x.title = Words::tr("Wavenumber (cm⁻¹)");
  data.x.unit = QStringLiteral(" cm⁻¹");
  data.x.decimals = 1;
  data.x.reversed = true;
  data.y.title = Words::tr("km/mol");
  data.y.unit = QStringLiteral(" km/mol");
  data.y.decimals = 1;
  PlotSeries sticks;
  sticks.kind = SeriesKind::Sticks;
  sticks.slot = 1;
  double low = 0;
  double high = 0;
  for (const energy::NormalMode& mode : modes) {
    sticks.points.emplace_back(mode.wavenumber, mode.irIntensity);
    low = std::min(low, mode.wavenumber - 100);
    high = std::max(high, mode.wavenumber + 200);
  }
  if (modes.empty()) return data;
  data.x.low = low;
  data.x.high = std::max(high, 500.0);
  PlotSeries curve;
  curve.kind = SeriesKind::Line;
  const double half = kSpectrumWidth / 2;
  for (double x = low; x <= *data.x.high; x += kStep) {
    double sum = 0;
    for (const QPointF& peak : sticks.points) {
      const double apart = x - peak.x();
      sum += peak.y() * half * half / (apart * apart + half * half);
    }
    curve.points.emplace_back(x, sum);
  }
  data.series = {std::move(sticks), std::move(curve)};
  return data;
}

}  // namespace molloquy::widgets
