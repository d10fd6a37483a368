#include "render/style.h"

namespace molloquy::render {

namespace {

// Van der Waals radii, angstrom, by atomic number, 0 where none is tabulated.
// Source: Mantina et al., J. Phys. Chem. A 2009, 113, 5806 (main group); Bondi 1964 (Ni to Ag and
// Pt to Hg, U).
constexpr std::array<double, 93> kVanDerWaals = {
    0,    1.10, 1.40, 1.81, 1.53, 1.92, 1.70, 1.55, 1.52, 1.47, 1.54,  // - .. Ne
    2.27, 1.73, 1.84, 2.10, 1.80, 1.80, 1.75, 1.88,                    // Na .. Ar
    2.75, 2.31, 0,    0,    0,    0,    0,    0,    0,    1.63, 1.40,  // K .. Cu
    1.39, 1.87, 2.11, 1.85, 1.90, 1.83, 2.02,                          // Zn .. Kr
    3.03, 2.49, 0,    0,    0,    0,    0,    0,    0,    1.63, 1.72,  // Rb .. Ag
    1.58, 1.93, 2.17, 2.06, 2.06, 1.98, 2.16,                          // Cd .. Xe
    3.43, 2.68, 0,    0,    0,    0,    0,    0,    0,    0,    0,     // Cs .. Tb
    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,     // Dy .. Os
    0,    1.75, 1.66, 1.55, 1.96, 2.02, 2.07, 1.97, 2.02, 2.20,        // Ir .. Rn
    3.48, 2.83, 0,    0,    0,    1.86};                               // Fr .. U

constexpr double kUntabulated = 2.0;

}  // namespace

double vanDerWaalsRadius(int atomicNumber) {
  double radius = 0;
  if (atomicNumber > 0 && atomicNumber < static_cast<int>(kVanDerWaals.size())) {
    radius = kVanDerWaals[static_cast<std::size_t>(atomicNumber)];
  }
  return radius > 0 ? radius : kUntabulated;
}

double ballRadius(int atomicNumber) {
  return kBallPerVanDerWaals * vanDerWaalsRadius(atomicNumber);
}

}  // namespace molloquy::render
