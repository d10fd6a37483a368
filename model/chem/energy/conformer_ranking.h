#pragma once

#include <string>
#include <vector>

#include "model/chem/energy/conformer_search.h"
#include "model/chem/energy/symmetric_rmsd.h"

namespace molloquy::energy {

/// A shape and its energy, before it has a place among others.
struct Shape {
  chem::Positions positions;
  double energyKcalPerMol = 0;
  int degeneracy = 1;
};

/// Which shapes stay.
struct KeepLimits {
  double windowKcalPerMol = 6;
  int most = 50;
};

/// Tells which shapes of a molecule are the same, and how much each one counts.
class ConformerRanking {
 public:
  /// Shapes nearer than `pruneRmsd` are the same. Errors: as SymmetricRmsd::make.
  static Result<ConformerRanking> make(const chem::Molecule& molecule, double pruneRmsd);

  /// The different ones within the limits, lowest first. Of an achiral molecule, a shape that is
  /// not its own mirror image stands for both (degeneracy 2).
  [[nodiscard]] std::vector<Shape> distinct(std::vector<Shape> shapes, KeepLimits limits) const;
  /// With shares and distances to the lowest, in the order they come, laid on the first.
  [[nodiscard]] std::vector<FoundConformer> ranked(std::vector<Shape> shapes,
                                                   double temperatureKelvin) const;
  [[nodiscard]] const std::string& note() const { return m_rmsd.note(); }

 private:
  ConformerRanking(SymmetricRmsd rmsd, double pruneRmsd, bool achiral)
      : m_rmsd(std::move(rmsd)), m_pruneRmsd(pruneRmsd), m_achiral(achiral) {}

  SymmetricRmsd m_rmsd;
  double m_pruneRmsd;
  bool m_achiral;
};

}  // namespace molloquy::energy
