#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <vector>

#include "model/chem/energy/energy_method.h"

namespace molloquy::energy {

struct ConformerSearch {
  int attempts = 100;           ///< ETKDGv3 embeddings.
  std::uint32_t seed = 7;       ///< same seed, same set.
  double windowKcalPerMol = 6;  ///< kept above the lowest.
  double pruneRmsdAngstrom =
      0.35;  ///< of heavy atoms, symmetry-aware; nearer ones are one conformer.
  int maximumKept = 50;
  EnergyMethod method = EnergyMethod::Mmff94s;
  double temperatureKelvin = 298;
};

struct FoundConformer {
  chem::Positions positions;      ///< laid on the first one's heavy atoms.
  double energyKcalPerMol = 0;    ///< of the method, absolute.
  double relativeKcalPerMol = 0;  ///< above the lowest.
  double share = 0;               ///< Boltzmann, 0..1, of those kept, degeneracy included.
  double rmsdAngstrom = 0;        ///< heavy atoms, to the lowest.
  int degeneracy = 1;             ///< 2 = stands for itself and its mirror image.
};

struct ConformerSet {
  std::vector<FoundConformer> conformers;  ///< by energy.
  int tried = 0;
  EnergyMethod method = EnergyMethod::Mmff94s;
  std::string note;
};

/// ETKDGv3 embeddings in all cores, each minimised; of those within the window the different ones.
/// With GFN2 a force field minimises first, and GFN2 what that keeps (in a window 6 kcal/mol
/// wider). Of an achiral molecule a shape that is not its own mirror image has degeneracy 2.
/// onProgress is called on the calling thread; with GFN2 `of` grows when the second stage begins.
/// Errors: as embedConformers() and minimise(). A stop returns what was found so far.
Result<ConformerSet> searchConformers(const chem::Molecule& molecule, const ConformerSearch& search,
                                      const std::function<void(int done, int of)>& onProgress,
                                      const std::stop_token& stop);

/// The same figures for conformers that are there already (of a file, of hand edits), in their
/// order.
Result<ConformerSet> rankConformers(const chem::Molecule& molecule,
                                    const std::vector<chem::Positions>& conformers,
                                    EnergyMethod method, double temperatureKelvin,
                                    const std::stop_token& stop);

}  // namespace molloquy::energy
