#pragma once

#include <optional>
#include <vector>

#include <QPointF>
#include <QString>

namespace molloquy::widgets {

/// How a series is drawn. Sticks stand on the lower edge of the plot (spectra).
enum class SeriesKind { Line, LineAndPoints, Points, Bars, Sticks };

/// One series. It takes the colour of a pin; its marker and dash differ with the slot too, so that
/// colour is never alone.
struct PlotSeries {
  QString name;
  SeriesKind kind = SeriesKind::Line;
  int slot = 0;                 ///< pin colour, marker shape and dash.
  std::vector<QPointF> points;  ///< by x; a y that is not finite leaves a gap.
};

struct PlotAxis {
  QString title;              ///< with its unit: "C8–C9–C10–C11 torsion (degrees)".
  QString unit;               ///< beside a value: "°", " kcal/mol".
  std::optional<double> low;  ///< else from the points.
  std::optional<double> high;
  std::optional<double> step;  ///< of the ticks; else chosen.
  int decimals = 2;            ///< of a value under the cursor.
  bool reversed = false;       ///< the largest value at the left (wavenumbers).
};

struct PlotData {
  PlotAxis x;
  PlotAxis y;
  std::vector<PlotSeries> series;  ///< the first one is the one the cursor walks.
};

/// Round numbers that divide a range: 0, 2, 4, 6.
struct Ticks {
  double first = 0;
  double step = 1;
  int count = 0;
  int decimals = 0;  ///< what their text needs.
  [[nodiscard]] double at(int index) const { return first + step * index; }
};
/// At most `most` ticks (at least 2) inside low..high, steps of 1, 2, 2.5 or 5 times a power of
/// ten. An empty or infinite range has none.
Ticks niceTicks(double low, double high, int most);
/// Ticks at the multiples of a given step.
Ticks ticksOfStep(double low, double high, double step);

/// The series as text for a spreadsheet: decimal points, comma, one header line; x first. Series of
/// other x values follow below each other.
QString plotCsv(const PlotData& data);

}  // namespace molloquy::widgets
