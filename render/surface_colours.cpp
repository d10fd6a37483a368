#include "render/surface_colours.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "render/cell_list.h"
#include "render/colour_maps.h"

namespace molloquy::render {

namespace {

/// Coulomb's constant, kcal angstrom / (mol e^2).
constexpr double kCoulomb = 332.0637;
constexpr double kCell = 8;           ///< angstrom; charges of one cell count together from afar.
constexpr double kFar = 2.5 * kCell;  ///< between vertex and a cell's middle.
constexpr double kLeastDistance = 0.4;
/// The step of lipophilicity, 1/angstrom and angstrom, and where it is next to nothing.
constexpr double kSteepness = 1.5;
constexpr double kStep = 4;
constexpr double kReach = 8;
/// Vertices between two looks at the stop token.
constexpr std::size_t kVerticesAtOnce = 1024;

constexpr Rgb kHydrophilic{0, 124, 137};
constexpr Rgb kHydrophobic{214, 137, 16};
constexpr Rgb kWhite{255, 255, 255};

Vec3 placeOf(const Mesh::Point& point) { return {point[0], point[1], point[2]}; }

double niceAbove(double value) {
  if (!(value > 1e-9)) return 1;
  const double power = std::pow(10, std::floor(std::log10(value)));
  for (const double step : {1.0, 2.0, 5.0}) {
    if (value <= step * power * (1 + 1e-12)) return step * power;
  }
  return 10 * power;
}

double commonRange(const std::vector<double>& values) {
  std::vector<double> sizes;
  sizes.reserve(values.size());
  for (const double value : values) sizes.push_back(std::abs(value));
  if (sizes.empty()) return 1;
  const auto place = sizes.begin() + static_cast<std::ptrdiff_t>((sizes.size() - 1) * 95 / 100);
  std::nth_element(sizes.begin(), place, sizes.end());
  return niceAbove(*place);
}

/// The charges of a cell.
struct Group {
  Vec3 middle{};
  std::vector<std::uint32_t> members;
  double charge = 0;
  Vec3 dipole{};  ///< about the middle, e angstrom.
};

std::vector<Group> grouped(const std::vector<Vec3>& places, const std::vector<double>& charges) {
  std::map<std::array<long, 3>, Group> byCell;
  for (std::uint32_t i = 0; i < places.size(); ++i) {
    const auto cell = [&](std::size_t k) { return std::lround(places[i][k] / kCell); };
    byCell[{cell(0), cell(1), cell(2)}].members.push_back(i);
  }
  std::vector<Group> groups;
  for (auto& [cell, group] : byCell) {
    for (const std::uint32_t i : group.members) group.middle = group.middle + places[i];
    group.middle = group.middle * (1.0 / static_cast<double>(group.members.size()));
    for (const std::uint32_t i : group.members) {
      group.charge += charges[i];
      group.dipole = group.dipole + (places[i] - group.middle) * charges[i];
    }
    groups.push_back(std::move(group));
  }
  return groups;
}

template <class ValueAt>
SurfaceValues valuesAt(const Mesh& mesh, const std::stop_token& stop, const ValueAt& valueAt) {
  SurfaceValues result;
  result.values.reserve(mesh.positions.size());
  for (std::size_t i = 0; i < mesh.positions.size(); ++i) {
    if (i % kVerticesAtOnce == 0 && stop.stop_requested()) break;
    result.values.push_back(valueAt(placeOf(mesh.positions[i])));
  }
  result.values.resize(mesh.positions.size());
  result.range = commonRange(result.values);
  return result;
}

template <class Map>
std::vector<Rgb> coloured(const SurfaceValues& values, const Map& map) {
  std::vector<Rgb> colours;
  colours.reserve(values.values.size());
  for (const double value : values.values) colours.push_back(map(value / values.range));
  return colours;
}

}  // namespace

SurfaceValues electrostaticPotential(const Mesh& mesh, const std::vector<Vec3>& places,
                                     const std::vector<double>& charges, std::stop_token stop) {
  const std::vector<Group> groups = grouped(places, charges);
  return valuesAt(mesh, stop, [&](const Vec3& place) {
    double potential = 0;
    for (const Group& group : groups) {
      const Vec3 way = place - group.middle;
      const double distance = length(way);
      if (distance > kFar) {
        potential +=
            group.charge / distance + dot(group.dipole, way) / (distance * distance * distance);
        continue;
      }
      for (const std::uint32_t i : group.members) {
        potential += charges[i] / std::max(length(place - places[i]), kLeastDistance);
      }
    }
    return kCoulomb * potential;
  });
}

SurfaceValues lipophilicity(const Mesh& mesh, const std::vector<Vec3>& places,
                            const std::vector<double>& shares, std::stop_token stop) {
  const CellList cells(places, kReach);
  const double scale = std::exp(-kSteepness * kStep) + 1;
  return valuesAt(mesh, stop, [&](const Vec3& place) {
    double sum = 0;
    double weights = 0;
    cells.eachNear(place, kReach, [&](std::uint32_t i) {
      const double distance = length(place - places[i]);
      if (distance > kReach) return;
      const double weight = scale / (std::exp(kSteepness * (distance - kStep)) + 1);
      sum += weight * shares[i];
      weights += weight;
    });
    return weights > 0 ? sum / weights : 0.0;
  });
}

std::vector<Rgb> potentialColours(const SurfaceValues& values) {
  return coloured(values, redWhiteBlue);
}

std::vector<Rgb> lipophilicityColours(const SurfaceValues& values) {
  return coloured(values, [](double share) {
    return mixed(kWhite, share < 0 ? kHydrophilic : kHydrophobic, std::min(1.0, std::abs(share)));
  });
}

}  // namespace molloquy::render
