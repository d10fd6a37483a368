#include "model/chem/energy/normal_modes.h"

#include <cmath>

#include <GraphMol/PeriodicTable.h>
#include <Eigen/Dense>

namespace molloquy::energy {
namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

constexpr double kElectronsPerDalton = 1822.888486209;       ///< CODATA 2018.
constexpr double kWavenumberPerAtomicUnit = 219474.6313632;  ///< 1/cm.
/// km/mol of (debye/angstrom)^2/dalton: Avogadro pi / (3 c^2 4 pi epsilon_0).
constexpr double kIntensity = 42.2561;
/// Rotations of a linear molecule about its axis move nothing, to this.
constexpr double kNoRotation = 1e-4;

/// Translations and rotations in mass-weighted coordinates: orthonormal columns.
Matrix rigidMotions(const chem::Positions& positions, const std::vector<double>& masses) {
  Eigen::Vector3d centre = Eigen::Vector3d::Zero();
  double total = 0;
  for (std::size_t i = 0; i < masses.size(); ++i) {
    centre += masses[i] * Eigen::Map<const Eigen::Vector3d>(positions[i].data());
    total += masses[i];
  }
  centre /= total;
  Matrix motions = Matrix::Zero(static_cast<Eigen::Index>(masses.size() * 3), 6);
  for (std::size_t i = 0; i < masses.size(); ++i) {
    const Eigen::Vector3d arm = Eigen::Map<const Eigen::Vector3d>(positions[i].data()) - centre;
    const double root = std::sqrt(masses[i]);
    const auto row = static_cast<Eigen::Index>(i * 3);
    for (Eigen::Index k = 0; k < 3; ++k) {
      motions(row + k, k) = root;
      motions.block<3, 1>(row, 3 + k) = root * Eigen::Vector3d::Unit(k).cross(arm);
    }
  }
  const Eigen::JacobiSVD<Matrix> svd(motions, Eigen::ComputeThinU);
  const Eigen::Index rank =
      (svd.singularValues().array() > kNoRotation * svd.singularValues()[0]).count();
  return svd.matrixU().leftCols(rank);
}

/// Orthonormal columns that span everything that `columns` do not.
Matrix complementOf(const Matrix& columns) {
  const Eigen::HouseholderQR<Matrix> qr(columns);
  const Matrix all = qr.householderQ() * Matrix::Identity(columns.rows(), columns.rows());
  return all.rightCols(columns.rows() - columns.cols());
}

NormalMode modeOf(const Vector& weighted, double eigenvalue, const Vector& roots,
                  const std::vector<chem::Point3>& dipoles) {
  NormalMode mode;
  const double size = std::sqrt(std::abs(eigenvalue)) * kWavenumberPerAtomicUnit;
  mode.wavenumber = eigenvalue < 0 ? -size : size;
  const Vector moves = weighted.cwiseQuotient(roots);  // angstrom / dalton^(1/2)
  mode.reducedMass = 1 / moves.squaredNorm();
  Eigen::Vector3d change = Eigen::Vector3d::Zero();
  for (Eigen::Index i = 0; i < moves.size(); ++i) {
    change +=
        moves[i] * Eigen::Map<const Eigen::Vector3d>(dipoles[static_cast<std::size_t>(i)].data());
  }
  mode.irIntensity = kIntensity * change.squaredNorm();
  Eigen::Index place = 0;
  moves.cwiseAbs().maxCoeff(&place);
  const Vector shown = moves / moves[place];
  for (Eigen::Index i = 0; i < shown.size(); i += 3) {
    mode.displacements.push_back({shown[i], shown[i + 1], shown[i + 2]});
  }
  return mode;
}

}  // namespace

std::vector<NormalMode> normalModes(const chem::Positions& positions,
                                    const std::vector<double>& masses,
                                    const Derivatives& derivatives) {
  if (positions.size() < 2) return {};
  const auto size = static_cast<Eigen::Index>(positions.size() * 3);
  Vector roots(size);
  for (Eigen::Index i = 0; i < size; ++i) {
    roots[i] = std::sqrt(masses[static_cast<std::size_t>(i / 3)]);
  }
  const Eigen::Map<const Matrix> raw(derivatives.hessian.data(), size, size);
  const Matrix weighted = (0.5 * (raw + raw.transpose())).array() /
                          (roots * roots.transpose()).array() / kElectronsPerDalton;
  const Matrix vibrations = complementOf(rigidMotions(positions, masses));
  const Eigen::SelfAdjointEigenSolver<Matrix> solver(vibrations.transpose() * weighted *
                                                     vibrations);
  std::vector<NormalMode> modes;
  for (Eigen::Index i = 0; i < solver.eigenvalues().size(); ++i) {
    modes.push_back(modeOf(vibrations * solver.eigenvectors().col(i), solver.eigenvalues()[i],
                           roots, derivatives.dipoles));
  }
  return modes;
}

std::vector<double> massesOf(const chem::Molecule& molecule) {
  const RDKit::PeriodicTable* table = RDKit::PeriodicTable::getTable();
  std::vector<double> masses;
  for (const chem::Atom& atom : molecule.atoms()) {
    const auto number = static_cast<unsigned>(atom.atomicNumber);
    const double isotope =
        atom.isotope > 0 ? table->getMassForIsotope(number, static_cast<unsigned>(atom.isotope))
                         : 0;
    masses.push_back(isotope > 0 ? isotope : table->getAtomicWeight(number));
  }
  return masses;
}

}  // namespace molloquy::energy
