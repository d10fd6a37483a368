#include "model/chem/energy/conformer_ranking.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "model/chem/energy/stereo_guard.h"

namespace molloquy::energy {
namespace {

constexpr double kGasConstant = 1.987204259e-3;  ///< kcal/mol/K, CODATA 2018.

chem::Positions mirrored(chem::Positions positions) {
  for (chem::Point3& point : positions) point[0] = -point[0];
  return positions;
}

double lowestOf(const std::vector<Shape>& shapes) {
  double lowest = shapes.front().energyKcalPerMol;
  for (const Shape& shape : shapes) lowest = std::min(lowest, shape.energyKcalPerMol);
  return lowest;
}

}  // namespace

Result<ConformerRanking> ConformerRanking::make(const chem::Molecule& molecule, double pruneRmsd) {
  auto rmsd = SymmetricRmsd::make(molecule);
  if (!rmsd) return tl::unexpected(rmsd.error());
  return ConformerRanking(*std::move(rmsd), pruneRmsd, isAchiral(molecule));
}

std::vector<Shape> ConformerRanking::distinct(std::vector<Shape> shapes, KeepLimits limits) const {
  std::stable_sort(shapes.begin(), shapes.end(), [](const Shape& a, const Shape& b) {
    return a.energyKcalPerMol < b.energyKcalPerMol;
  });
  std::vector<Shape> kept;
  for (Shape& shape : shapes) {
    if (static_cast<int>(kept.size()) == limits.most) break;
    if (!kept.empty() &&
        shape.energyKcalPerMol - kept.front().energyKcalPerMol > limits.windowKcalPerMol) {
      break;
    }
    const chem::Positions mirror = m_achiral ? mirrored(shape.positions) : chem::Positions{};
    const bool known = std::any_of(kept.begin(), kept.end(), [&](const Shape& other) {
      return m_rmsd.areNear(shape.positions, other.positions, m_pruneRmsd) ||
             (m_achiral && m_rmsd.areNear(mirror, other.positions, m_pruneRmsd));
    });
    if (known) continue;
    if (m_achiral && !m_rmsd.areNear(mirror, shape.positions, m_pruneRmsd)) shape.degeneracy = 2;
    kept.push_back(std::move(shape));
  }
  return kept;
}

std::vector<FoundConformer> ConformerRanking::ranked(std::vector<Shape> shapes,
                                                     double temperatureKelvin) const {
  std::vector<FoundConformer> ranked;
  if (shapes.empty()) return ranked;
  const double lowest = lowestOf(shapes);
  const auto reference = std::find_if(shapes.begin(), shapes.end(), [&](const Shape& shape) {
                           return shape.energyKcalPerMol == lowest;
                         })->positions;
  const chem::Positions first = shapes.front().positions;
  double sum = 0;
  for (Shape& shape : shapes) {
    FoundConformer found;
    found.energyKcalPerMol = shape.energyKcalPerMol;
    found.relativeKcalPerMol = shape.energyKcalPerMol - lowest;
    found.degeneracy = shape.degeneracy;
    found.share =
        shape.degeneracy * std::exp(-found.relativeKcalPerMol / (kGasConstant * temperatureKelvin));
    sum += found.share;
    found.rmsdAngstrom = m_rmsd.best(shape.positions, reference).rmsd;
    const chem::Superposition motion = m_rmsd.best(shape.positions, first);
    found.positions = std::move(shape.positions);
    for (chem::Point3& point : found.positions) point = motion.apply(point);
    ranked.push_back(std::move(found));
  }
  for (FoundConformer& found : ranked) found.share /= sum;
  return ranked;
}

}  // namespace molloquy::energy
