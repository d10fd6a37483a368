#pragma once

#include <cmath>
#include <memory>

#include "model/chem/energy/electronic_structure.h"
#include "model/chem/energy/torsion_scan.h"
#include "model/chem/molecule.h"
#include "widgets/inspector/conformer_rows.h"
#include "widgets/inspector/measurements_panel.h"

/// Structures and results for the tests of the bench's panels; made by formula.
namespace molloquy::test {

/// A chain of carbons with a three-ring at its end: C1-C2-...-Cn, and C(n-2)-Cn closes the ring.
inline std::shared_ptr<const chem::Molecule> chainWithRing(std::uint32_t atoms) {
  std::vector<chem::Atom> list(atoms);
  for (chem::Atom& atom : list) atom.atomicNumber = 6;
  std::vector<chem::Bond> bonds;
  for (std::uint32_t i = 0; i + 1 < atoms; ++i)
    bonds.push_back(
        {AtomIndex(i), AtomIndex(i + 1), chem::BondOrder::Single, chem::BondOrder::Single});
  bonds.push_back({AtomIndex(atoms - 3), AtomIndex(atoms - 1), chem::BondOrder::Single,
                   chem::BondOrder::Single});
  return std::make_shared<chem::Molecule>(std::move(list), std::move(bonds), "chain", nullptr);
}

inline chem::Positions zigzag(std::size_t atoms) {
  chem::Positions positions;
  for (std::size_t i = 0; i < atoms; ++i)
    positions.push_back({1.25 * double(i), i % 2 == 0 ? 0.0 : 0.8, 0.0});
  return positions;
}

inline std::vector<widgets::ConformerRow> twelveConformers() {
  std::vector<widgets::ConformerRow> rows;
  const double energies[] = {0, 0, 0, 0, 0.27, 0.27, 0.28, 0.28, 0.55, 0.56, 0.61, 0.9};
  double sum = 0;
  for (const double energy : energies) sum += std::exp(-energy / 0.592);
  for (int i = 0; i < 12; ++i) {
    widgets::ConformerRow row;
    row.number = i + 1;
    row.relativeKcalPerMol = energies[i];
    row.share = std::exp(-energies[i] / 0.592) / sum;
    row.rmsdAngstrom = 0.11 * i;
    row.torsionDegrees = i % 2 == 0 ? 72.4 + i : -72.4 - i;
    row.degeneracy = i == 4 ? 2 : 1;
    rows.push_back(row);
  }
  return rows;
}

inline energy::ScanResult oneTurn(const std::array<AtomIndex, 4>& atoms) {
  energy::ScanResult result;
  result.scan.first.atoms = atoms;
  for (int i = 0; i < 37; ++i) {
    const double angle = -180 + 10.0 * i;
    const double radians = angle * M_PI / 180;
    result.points.push_back(
        {angle, 0, 20 + 1.4 * (1 + std::cos(3 * radians)) + 0.6 * (1 - std::cos(radians)), {}});
  }
  return result;
}

inline energy::ScanResult twoTurns(const std::array<AtomIndex, 4>& one,
                                   const std::array<AtomIndex, 4>& other, int points) {
  energy::ScanResult result;
  result.scan.first.atoms = one;
  result.scan.first.points = points;
  result.scan.second = energy::ScannedTorsion();
  result.scan.second->atoms = other;
  result.scan.second->points = points;
  for (int i = 0; i < points; ++i)
    for (int j = 0; j < points; ++j) {
      const double a = -180 + 360.0 * i / (points - 1);
      const double b = -180 + 360.0 * j / (points - 1);
      const double energy = 3 + std::cos(3 * a * M_PI / 180) + 1.5 * std::cos(2 * b * M_PI / 180) +
                            0.4 * std::cos((a + b) * M_PI / 180);
      result.points.push_back({a, b, energy, {}});
    }
  return result;
}

/// Six levels of which three are filled, charges by atom, and modes where asked for.
inline energy::ElectronicStructure electrons(std::size_t atoms, energy::Modes modes) {
  energy::ElectronicStructure result;
  result.energyHartree = -39.428126;
  const double levels[] = {-19.2,  -17.4, -14.9, -14.85, -12.6, -12.1,
                           -10.41, -6.02, -4.4,  -2.1,   0.8};
  for (int i = 0; i < 11; ++i) result.orbitals.push_back({levels[i], i <= 6 ? 2.0 : 0.0});
  result.homo = 6;
  for (std::size_t i = 0; i < atoms; ++i) result.charges.push_back(i % 2 == 0 ? 0.112 : -0.236);
  result.dipoleDebye = {1.2, -0.4, 0.3};
  if (modes == energy::Modes::Skip) return result;
  const double peaks[][2] = {{-112, 1},   {180, 4},    {512, 22},  {744, 61},
                             {1021, 35},  {1198, 190}, {1375, 42}, {1455, 28},
                             {1744, 310}, {2931, 12},  {3012, 18}, {3570, 74}};
  for (const auto& peak : peaks) {
    energy::NormalMode mode;
    mode.wavenumber = peak[0];
    mode.irIntensity = peak[1];
    mode.reducedMass = 4.2;
    mode.displacements.assign(atoms, {0, 1, 0});
    result.modes.push_back(mode);
  }
  return result;
}

inline std::vector<widgets::MeasurementRow> fourMeasurements() {
  using widgets::MeasurementKind;
  return {{MeasurementKind::Torsion, QStringLiteral("C10–C5–O4–C2"), -60.0, -83.1, true},
          {MeasurementKind::BondLength, QStringLiteral("C5–O4"), 1.398, 1.398, true},
          {MeasurementKind::BondLength, QStringLiteral("O4–C2"), 1.390, 1.390, false},
          {MeasurementKind::Angle, QStringLiteral("C5–O4–C2"), 112.6, {}, true}};
}

}  // namespace molloquy::test
