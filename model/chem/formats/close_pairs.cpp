#include "model/chem/formats/close_pairs.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include <GraphMol/PeriodicTable.h>

namespace molloquy::chem {
namespace {

constexpr double kToleranceAngstrom = 0.45;
constexpr double kClosestAngstrom = 0.4;
constexpr std::size_t kMostInCell = 128;
constexpr int kKeyBits = 21;  // per axis: 2e6 angstrom in cells of at least 1 angstrom

/// An atom and its cell; cells of one row along x are neighbours in key order.
struct Placed {
  std::uint64_t key;
  std::uint32_t atom;
};

struct Cells {
  std::vector<Placed> placed;        ///< by key.
  std::vector<std::uint64_t> keys;   ///< of the cells that have atoms, rising.
  std::vector<std::uint32_t> first;  ///< by cell, and one past the last: into `placed`.
};

std::uint64_t keyOf(std::uint64_t x, std::uint64_t y, std::uint64_t z) {
  return (z << (2 * kKeyBits)) | (y << kKeyBits) | x;
}

Cells cellsOf(const std::vector<Point3>& positions, double size) {
  Point3 low{};
  low.fill(std::numeric_limits<double>::max());
  for (const Point3& at : positions) {
    for (std::size_t axis = 0; axis < 3; ++axis) low[axis] = std::min(low[axis], at[axis]);
  }
  Cells cells;
  cells.placed.reserve(positions.size());
  for (std::uint32_t i = 0; i < positions.size(); ++i) {
    // One cell of margin, so that neighbours below never wrap round.
    const auto place = [&](std::size_t axis) {
      return static_cast<std::uint64_t>((positions[i][axis] - low[axis]) / size) + 1;
    };
    cells.placed.push_back({keyOf(place(0), place(1), place(2)), i});
  }
  std::sort(cells.placed.begin(), cells.placed.end(), [](const Placed& a, const Placed& b) {
    return a.key != b.key ? a.key < b.key : a.atom < b.atom;
  });
  for (std::uint32_t i = 0; i < cells.placed.size(); ++i) {
    if (i > 0 && cells.placed[i].key == cells.placed[i - 1].key) continue;
    cells.keys.push_back(cells.placed[i].key);
    cells.first.push_back(i);
  }
  cells.first.push_back(static_cast<std::uint32_t>(cells.placed.size()));
  return cells;
}

bool isCrowded(const Cells& cells) {
  for (std::size_t cell = 0; cell + 1 < cells.first.size(); ++cell) {
    if (cells.first[cell + 1] - cells.first[cell] > kMostInCell) return true;
  }
  return false;
}

std::array<double, 119> allRadii() {
  std::array<double, 119> radii{};
  for (unsigned z = 1; z < radii.size(); ++z) {
    radii[z] = RDKit::PeriodicTable::getTable()->getRcovalent(z);
  }
  return radii;
}

}  // namespace

double covalentRadius(int atomicNumber) {
  static const std::array<double, 119> radii = allRadii();
  return atomicNumber > 0 && atomicNumber < 119 ? radii[static_cast<std::size_t>(atomicNumber)] : 0;
}

bool forClosePairs(const std::vector<Atom>& atoms, const std::vector<Point3>& positions,
                   const std::function<void(std::uint32_t, std::uint32_t, double)>& found,
                   const std::stop_token& stop) {
  double widest = 0.3;
  std::vector<double> radius(atoms.size());
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    radius[i] = covalentRadius(atoms[i].atomicNumber);
    widest = std::max(widest, radius[i]);
  }
  const Cells cells = cellsOf(positions, 2 * widest + kToleranceAngstrom);
  if (isCrowded(cells)) return false;
  const auto test = [&](std::uint32_t a, std::uint32_t b) {
    const double reach = radius[a] + radius[b] + kToleranceAngstrom;
    const double x = positions[a][0] - positions[b][0];
    const double y = positions[a][1] - positions[b][1];
    const double z = positions[a][2] - positions[b][2];
    const double squared = x * x + y * y + z * z;
    if (squared >= reach * reach || squared <= kClosestAngstrom * kClosestAngstrom) return;
    found(std::min(a, b), std::max(a, b), std::sqrt(squared));
  };
  const std::uint64_t rowY = std::uint64_t{1} << kKeyBits;
  const std::uint64_t rowZ = std::uint64_t{1} << (2 * kKeyBits);
  for (std::size_t cell = 0; cell < cells.keys.size(); ++cell) {
    if (cell % 4096 == 0 && stop.stop_requested()) return false;
    const std::uint64_t key = cells.keys[cell];
    // Half of the neighbours; the others find this cell themselves. From and to key, inclusive.
    const std::array<std::array<std::uint64_t, 2>, 5> rows = {
        {{key + 1, key + 1},
         {key + rowY - 1, key + rowY + 1},
         {key + rowZ - rowY - 1, key + rowZ - rowY + 1},
         {key + rowZ - 1, key + rowZ + 1},
         {key + rowZ + rowY - 1, key + rowZ + rowY + 1}}};
    for (std::uint32_t i = cells.first[cell]; i < cells.first[cell + 1]; ++i) {
      for (std::uint32_t j = i + 1; j < cells.first[cell + 1]; ++j) {
        test(cells.placed[i].atom, cells.placed[j].atom);
      }
    }
    auto from = cells.keys.begin() + static_cast<std::ptrdiff_t>(cell);
    for (const auto& [low, high] : rows) {
      from = std::lower_bound(from, cells.keys.end(), low);
      for (auto other = from; other != cells.keys.end() && *other <= high; ++other) {
        const auto place = static_cast<std::size_t>(other - cells.keys.begin());
        for (std::uint32_t i = cells.first[cell]; i < cells.first[cell + 1]; ++i) {
          for (std::uint32_t j = cells.first[place]; j < cells.first[place + 1]; ++j) {
            test(cells.placed[i].atom, cells.placed[j].atom);
          }
        }
      }
    }
  }
  return true;
}

}  // namespace molloquy::chem
