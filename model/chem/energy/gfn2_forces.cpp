#include "model/chem/energy/gfn2_forces.h"

#include <utility>

namespace molloquy::energy {
namespace {

class Gfn2Source final : public ForceSource {
 public:
  Gfn2Source(const chem::Molecule& molecule, std::unique_ptr<quantum::WorkerPool> pool)
      : m_input(gfn2Input(molecule, {})), m_pool(std::move(pool)) {}

  Result<double> compute(const chem::Positions& positions, Gradient& gradient,
                         const std::stop_token& stop) override {
    m_input.positions = positions;
    Result<quantum::Forces> forces =
        m_pool->forces(m_input, std::exchange(m_guess, quantum::Guess::Previous), stop);
    if (!forces) return tl::unexpected(forces.error());
    gradient = std::move(forces->gradient);
    for (chem::Point3& slope : gradient) {
      for (double& part : slope) part *= kKcalPerHartree / kAngstromPerBohr;
    }
    return forces->energyHartree * kKcalPerHartree;
  }

  Result<double> energy(const chem::Positions& positions, const std::stop_token& stop) override {
    m_input.positions = positions;
    const auto forces =
        m_pool->forces(m_input, std::exchange(m_guess, quantum::Guess::Previous), stop);
    if (!forces) return tl::unexpected(forces.error());
    return forces->energyHartree * kKcalPerHartree;
  }

  /// Energies repeat to some 1e-9 hartree an atom.
  [[nodiscard]] double noise() const override {
    return 2e-6 * static_cast<double>(m_input.atomicNumbers.size());
  }

  void forget() override { m_guess = quantum::Guess::Fresh; }

 private:
  quantum::SinglePointInput m_input;
  std::unique_ptr<quantum::WorkerPool> m_pool;
  quantum::Guess m_guess = quantum::Guess::Fresh;
};

}  // namespace

quantum::SinglePointInput gfn2Input(const chem::Molecule& molecule,
                                    const chem::Positions& positions) {
  quantum::SinglePointInput input;
  for (const chem::Atom& atom : molecule.atoms()) input.atomicNumbers.push_back(atom.atomicNumber);
  input.positions = positions;
  input.charge = molecule.totalCharge();
  return input;
}

Result<std::unique_ptr<quantum::WorkerPool>> startGfn2(int workers, const std::stop_token& stop) {
  const auto program = quantum::workerProgram();
  if (!program) return tl::unexpected(program.error());
  return quantum::WorkerPool::start({.program = *program, .workers = workers}, stop);
}

Result<std::unique_ptr<ForceSource>> makeGfn2Forces(const chem::Molecule& molecule,
                                                    const std::stop_token& stop) {
  auto pool = startGfn2(1, stop);
  if (!pool) return tl::unexpected(pool.error());
  return std::make_unique<Gfn2Source>(molecule, *std::move(pool));
}

}  // namespace molloquy::energy
