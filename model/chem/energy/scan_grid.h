#pragma once

#include <utility>
#include <vector>

#include "model/chem/energy/torsion_scan.h"

namespace molloquy::energy {

/// Most points of one torsion.
inline constexpr int kMostScanPoints = 721;

/// The points of a scan, row-major with the second torsion fastest, and the nodes behind them: the
/// first and the last point of a full turn are one node.
class ScanGrid {
 public:
  explicit ScanGrid(const TorsionScan& scan);

  [[nodiscard]] std::size_t pointCount() const;
  [[nodiscard]] std::size_t nodeCount() const;
  [[nodiscard]] std::size_t nodeOf(std::size_t point) const;
  /// Degrees; the second is 0 in a scan of one torsion.
  [[nodiscard]] std::pair<double, double> anglesOf(std::size_t node) const;
  /// Nodes one step away, across the seam of a full turn too.
  [[nodiscard]] std::vector<std::size_t> neighboursOf(std::size_t node) const;
  /// The node whose torsions are nearest to those of `positions`.
  [[nodiscard]] std::size_t nearest(const chem::Positions& positions) const;
  /// A node's point with the angles of `point`.
  [[nodiscard]] ScanPoint shownAs(std::size_t point, ScanPoint best) const;
  /// The same for every point of the node.
  [[nodiscard]] std::vector<ScanPoint> shownAt(std::size_t node, const ScanPoint& best) const;

 private:
  /// One torsion's values.
  struct Axis {
    std::vector<AtomIndex> atoms;
    double begin = 0;
    double step = 0;
    std::size_t points = 1;
    std::size_t nodes = 1;
    bool closed = false;  ///< a full turn.

    [[nodiscard]] double angle(std::size_t place) const {
      return begin + step * static_cast<double>(place);
    }
    [[nodiscard]] std::vector<std::size_t> besides(std::size_t node) const;
    [[nodiscard]] std::size_t nearest(const chem::Positions& positions) const;
  };
  static Axis axisOf(const ScannedTorsion& torsion);

  Axis m_first;
  Axis m_second;  ///< one node without atoms in a scan of one torsion.
};

}  // namespace molloquy::energy
