#pragma once

#include <memory>
#include <vector>

#include <Eigen/SparseCholesky>

#include "model/chem/energy/internal_coordinate.h"
#include "model/chem/molecule.h"

namespace molloquy::energy {

/// A rough second derivative of any method's energy: springs of usual stiffness along bonds, angles
/// and torsions. Steps that begin with it need a third of those that begin with none.
/// Source of the idea: Schlegel, Theor. Chim. Acta 66 (1984) 333.
class ModelHessian {
 public:
  explicit ModelHessian(const chem::Molecule& molecule);
  /// Springs as they lie at `positions`.
  void build(const chem::Positions& positions);
  /// The inverse times a slope, kcal/mol/angstrom, three numbers an atom: a move, angstrom.
  /// Precondition: built.
  [[nodiscard]] Eigen::VectorXd solve(const Eigen::VectorXd& slope) const;

 private:
  struct Spring {
    std::vector<AtomIndex> atoms;
    double stiffness;  ///< kcal/mol/angstrom^2 or /radian^2.
  };
  void addSpring(const Spring& spring, const chem::Positions& positions,
                 std::vector<Eigen::Triplet<double>>& entries) const;

  Eigen::Index m_size;
  std::vector<Spring> m_springs;
  Eigen::SimplicialLDLT<Eigen::SparseMatrix<double>> m_factors;
};

}  // namespace molloquy::energy
