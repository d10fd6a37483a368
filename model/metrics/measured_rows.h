#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace molloquy::metrics {

/// Name of a figure: "bleu2" alone, or "mae" of the group "HOMO".
struct FigureName {
  std::string group;  ///< empty for figures of the whole file.
  std::string name;
};

/// What is measured of every row, so that the figures of any choice of rows follow without looking
/// at the rows again: each figure is a function of the rows' numbers, summed.
struct MeasuredRows {
  std::vector<FigureName> figures;
  std::size_t rows = 0;
  std::size_t width = 0;        ///< W, numbers of a row.
  std::vector<double> numbers;  ///< [rows, W]
  /// [rows] how good each row is by itself, larger is better; for best and worst samples.
  std::vector<double> quality;
  /// Figures of summed numbers [W], one per name; not a number where nothing could be measured.
  std::function<std::vector<double>(std::span<const double> sums)> figuresOf;

  /// Numbers of one row, [W].
  [[nodiscard]] std::span<double> row(std::size_t index) {
    return std::span(numbers).subspan(index * width, width);
  }
  [[nodiscard]] std::span<const double> row(std::size_t index) const {
    return std::span(numbers).subspan(index * width, width);
  }
  /// Sets the number of rows and fills their numbers with 0.
  void resize(std::size_t rowCount);
  /// Figures of all rows.
  [[nodiscard]] std::vector<double> total() const;
  /// Rows from the best to the worst; equal ones in file order.
  [[nodiscard]] std::vector<std::size_t> byQuality() const;
};

}  // namespace molloquy::metrics
