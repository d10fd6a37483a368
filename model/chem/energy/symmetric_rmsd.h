#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/base/result.h"
#include "model/chem/geometry.h"

namespace molloquy::energy {

/// Root mean square distances between shapes of one molecule over its heavy atoms, the least over
/// all ways in which like atoms can stand for one another (a phenyl ring turned by half). Without
/// heavy atoms, over all. The two oxygens of a carboxylate or nitro group are alike.
class SymmetricRmsd {
 public:
  /// Errors: Unsupported (too large for its chemistry to be read), InvalidInput (no atoms).
  static Result<SymmetricRmsd> make(const chem::Molecule& molecule);

  /// The motion that lays `moving` on `target` best. Precondition: positions of this molecule.
  [[nodiscard]] chem::Superposition best(const chem::Positions& moving,
                                         const chem::Positions& target) const;
  /// Whether they are nearer than `limit`; the search ends at the first way that is.
  [[nodiscard]] bool areNear(const chem::Positions& a, const chem::Positions& b,
                             double limit) const;
  /// A sentence when there are too many ways to try all, else empty.
  [[nodiscard]] const std::string& note() const { return m_note; }

 private:
  std::vector<std::size_t> m_atoms;              ///< those compared.
  std::vector<std::vector<std::size_t>> m_ways;  ///< what stands for each of m_atoms.
  std::string m_note;
};

/// One comparison, angstrom. Errors: as SymmetricRmsd; InvalidInput (another number of positions).
Result<double> bestRmsd(const chem::Molecule& molecule, const chem::Positions& a,
                        const chem::Positions& b);

}  // namespace molloquy::energy
