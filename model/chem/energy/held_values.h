#pragma once

#include <span>
#include <vector>

#include "model/base/result.h"
#include "model/chem/energy/energy_method.h"
#include "model/chem/energy/force_source.h"

namespace molloquy::energy {

/// Atoms that do not move and distances, angles and torsions that keep their values while the rest
/// does. Exact rather than stiff: motions are projected onto the surface on which every value is
/// right, and positions are put back on it after every move, so the energy has no terms for it.
/// Source: Ryckaert, Ciccotti, Berendsen, J. Comput. Phys. 23 (1977) 327 (SHAKE), all constraints
/// at once.
class HeldValues {
 public:
  /// Angles of 0 and 180 degrees are held 0.05 degree beside them, where their slope exists.
  /// Errors: InvalidInput, naming the atoms: not 2 to 4 different atoms that exist, or a value
  /// outside 0.1 to 100 angstrom or 0 to 180 degrees.
  static Result<HeldValues> make(const chem::Molecule& molecule,
                                 const std::vector<AtomIndex>& fixedAtoms,
                                 const std::vector<Constraint>& constraints);

  [[nodiscard]] bool isFixed(std::size_t atom) const { return m_fixed[atom] != 0; }
  [[nodiscard]] bool holdsValues() const { return !m_constraints.empty(); }
  [[nodiscard]] const std::vector<Constraint>& constraints() const { return m_constraints; }

  /// Positions in which every value is right, with the parts beyond a bond moved as rigid bodies
  /// where the bond is in no ring and no fixed atom lies there; the others are left as they are.
  [[nodiscard]] chem::Positions placedRigidly(const chem::Molecule& molecule,
                                              chem::Positions positions) const;
  /// The same constraints with values `fraction` of the way (0..1) from those of `positions`.
  [[nodiscard]] HeldValues onTheWay(const chem::Positions& positions, double fraction) const;
  /// Stages of at most 0.1 angstrom and 5 degrees from `positions` to the held values.
  [[nodiscard]] int stagesFrom(const chem::Positions& positions) const;

  /// Moves atoms the least that makes every value right to 1e-8 angstrom or radian. Errors:
  /// InvalidInput, naming the atoms whose value cannot be reached.
  Result<void> restore(chem::Positions& positions) const;
  /// Takes from `vectors`, by atom, what would move a fixed atom or change a held value.
  void project(const chem::Positions& positions, Gradient& vectors) const;

 private:
  std::vector<char> m_fixed;  ///< by atom.
  std::vector<Constraint> m_constraints;
  std::vector<std::string> m_names;  ///< of the constraints, for sentences.
};

}  // namespace molloquy::energy
