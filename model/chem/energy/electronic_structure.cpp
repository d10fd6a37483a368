#include "model/chem/energy/electronic_structure.h"

#include <optional>
#include <utility>

#include <fmt/format.h>

#include "model/chem/energy/gfn2_forces.h"
#include "model/chem/energy/normal_modes.h"
#include "model/chem/energy/parallel.h"

namespace molloquy::energy {
namespace {

/// Of an atom to either side; differences are of second order in it.
constexpr double kStepAngstrom = 0.005;
/// Orbitals with more electrons are occupied.
constexpr double kHalfFull = 1;

ElectronicStructure structureOf(const quantum::Electrons& electrons) {
  ElectronicStructure structure;
  structure.energyHartree = electrons.energyHartree;
  for (std::size_t i = 0; i < electrons.orbitalEv.size(); ++i) {
    structure.orbitals.push_back({electrons.orbitalEv[i], electrons.occupations[i]});
    if (electrons.occupations[i] > kHalfFull) structure.homo = static_cast<int>(i);
  }
  structure.charges = electrons.charges;
  const std::size_t atoms = electrons.charges.size();
  structure.bondOrders.assign(atoms * atoms, 0);
  for (const quantum::BondOrderOfPair& pair : electrons.bondOrders) {
    structure.bondOrders[pair.first * atoms + pair.second] = pair.order;
    structure.bondOrders[pair.second * atoms + pair.first] = pair.order;
  }
  structure.dipoleDebye = electrons.dipole;
  return structure;
}

/// Forces of one coordinate moved to either side.
struct Sides {
  quantum::Forces above;
  quantum::Forces below;
};

Result<Sides> sidesOf(quantum::WorkerPool& pool, const quantum::SinglePointInput& input,
                      std::size_t coordinate, const std::stop_token& stop) {
  quantum::SinglePointInput moved = input;
  double& value = moved.positions[coordinate / 3][coordinate % 3];
  const double middle = value;
  value = middle + kStepAngstrom;
  auto above = pool.forces(moved, quantum::Guess::Fresh, stop);
  if (!above) return tl::unexpected(above.error());
  value = middle - kStepAngstrom;
  auto below = pool.forces(moved, quantum::Guess::Fresh, stop);
  if (!below) return tl::unexpected(below.error());
  return Sides{*std::move(above), *std::move(below)};
}

void addColumn(const Sides& sides, std::size_t coordinate, Derivatives& derivatives) {
  const std::size_t size = sides.above.gradient.size() * 3;
  const double apart = 2 * kStepAngstrom;
  for (std::size_t i = 0; i < size; ++i) {
    const double change = sides.above.gradient[i / 3][i % 3] - sides.below.gradient[i / 3][i % 3];
    derivatives.hessian[coordinate * size + i] = change / (apart / kAngstromPerBohr);
  }
  for (std::size_t k = 0; k < 3; ++k) {
    derivatives.dipoles[coordinate][k] = (sides.above.dipole[k] - sides.below.dipole[k]) / apart;
  }
}

/// Both sides of every coordinate in all cores.
Result<Derivatives> derivativesOf(quantum::WorkerPool& pool, const quantum::SinglePointInput& input,
                                  int threads,
                                  const std::function<void(int done, int of)>& onProgress,
                                  const std::stop_token& stop) {
  const std::size_t size = input.positions.size() * 3;
  Derivatives derivatives;
  derivatives.hessian.resize(size * size);
  derivatives.dipoles.resize(size);
  std::vector<std::optional<Result<Sides>>> sides(size);
  std::optional<Error> problem;
  std::stop_source giveUp;
  const std::stop_callback both(stop, [&] { giveUp.request_stop(); });
  int done = 0;
  inParallel(
      static_cast<int>(size), threads,
      [&](int job, int) {
        if (giveUp.stop_requested()) return;
        const auto coordinate = static_cast<std::size_t>(job);
        sides[coordinate] = sidesOf(pool, input, coordinate, giveUp.get_token());
      },
      [&](int job) {
        auto& side = sides[static_cast<std::size_t>(job)];
        if (!side) return;
        if (!*side) {
          if (!problem) problem = side->error();
          giveUp.request_stop();
          return;
        }
        addColumn(**side, static_cast<std::size_t>(job), derivatives);
        side.reset();
        if (onProgress) onProgress(++done, static_cast<int>(size));
      });
  if (problem) return tl::unexpected(*problem);
  if (stop.stop_requested()) return fail(ErrorCode::InvalidInput, "The computation was stopped.");
  return derivatives;
}

}  // namespace

Result<ElectronicStructure> electronicStructure(
    const chem::Molecule& molecule, const chem::Positions& positions, Modes modes,
    const std::function<void(int done, int of)>& onProgress, const std::stop_token& stop) {
  if (const auto reason = whyNot(molecule, EnergyMethod::Gfn2)) {
    return fail(ErrorCode::Unsupported, *reason);
  }
  const quantum::SinglePointInput input = gfn2Input(molecule, positions);
  if (const auto checked = quantum::checkInput(input); !checked) {
    return tl::unexpected(checked.error());
  }
  const bool vibrates = modes == Modes::Compute && positions.size() > 1;
  const int threads = vibrates ? threadsFor(static_cast<int>(positions.size() * 3)) : 1;
  const auto pool = startGfn2(threads, stop);
  if (!pool) return tl::unexpected(pool.error());
  const auto electrons = (*pool)->electrons(input, stop);
  if (!electrons) return tl::unexpected(electrons.error());
  ElectronicStructure structure = structureOf(*electrons);
  if (!vibrates) return structure;
  const auto derivatives = derivativesOf(**pool, input, threads, onProgress, stop);
  if (!derivatives) return tl::unexpected(derivatives.error());
  structure.modes = normalModes(positions, massesOf(molecule), *derivatives);
  return structure;
}

}  // namespace molloquy::energy
