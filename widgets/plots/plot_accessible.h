#pragma once

#include <optional>

#include <QRect>
#include <QString>

namespace molloquy::widgets {

/// A picture made of points that a screen reader can walk as rows.
class PointedPicture {
 public:
  virtual ~PointedPicture() = default;
  [[nodiscard]] virtual int rowCount() const = 0;
  [[nodiscard]] virtual QString rowText(int row) const = 0;
  /// In the widget's own pixels.
  [[nodiscard]] virtual QRect rowPlace(int row) const = 0;
  [[nodiscard]] virtual std::optional<int> currentRow() const = 0;
};

/// Gives every widget that is a PointedPicture its rows. Called by their constructors.
void installPlotAccessible();

}  // namespace molloquy::widgets
