#include "model/chem/energy/live_minimiser.h"

#include <utility>

#include <fmt/format.h>

#include "model/chem/energy/force_source.h"
#include "model/chem/energy/placement.h"
#include "model/chem/energy/relaxation.h"

namespace molloquy::energy {
namespace {

/// Finer than a picture shows, coarser than an optimisation that is kept.
constexpr double kRestForce = 0.05;

}  // namespace

class LiveMinimiser::Private {
 public:
  Private(std::shared_ptr<const chem::Molecule> shared, std::unique_ptr<ForceSource> forces,
          EnergyMethod chosen)
      : molecule(std::move(shared)),
        source(std::move(forces)),
        relaxation(*molecule, *source, kRestForce),
        method(chosen) {}

  std::shared_ptr<const chem::Molecule> molecule;
  std::unique_ptr<ForceSource> source;
  Relaxation relaxation;
  HeldValues held;
  EnergyMethod method;
};

LiveMinimiser::LiveMinimiser(std::unique_ptr<Private> made) : m_private(std::move(made)) {}
LiveMinimiser::~LiveMinimiser() = default;

Result<std::unique_ptr<LiveMinimiser>> LiveMinimiser::start(
    std::shared_ptr<const chem::Molecule> molecule, chem::Positions positions, EnergyMethod method,
    const std::stop_token& stop) {
  auto source = makeForceSource(*molecule, positions, method, stop);
  if (!source) return tl::unexpected(source.error());
  auto made = std::make_unique<Private>(std::move(molecule), *std::move(source), method);
  std::unique_ptr<LiveMinimiser> live(new LiveMinimiser(std::move(made)));
  live->m_private->held = *HeldValues::make(*live->m_private->molecule, {}, {});
  if (const auto set = live->setPositions(std::move(positions), stop); !set) {
    return tl::unexpected(set.error());
  }
  return live;
}

Result<void> LiveMinimiser::setPositions(chem::Positions positions, const std::stop_token& stop) {
  const std::size_t atoms = m_private->molecule->atoms().size();
  if (positions.size() != atoms) {
    return fail(ErrorCode::InvalidInput, fmt::format("The structure has {} atoms but {} positions.",
                                                     atoms, positions.size()));
  }
  return place(m_private->relaxation, *m_private->molecule, positions, m_private->held, stop);
}

Result<void> LiveMinimiser::setPulls(std::vector<Pull> pulls) {
  for (const Pull& pull : pulls) {
    if (pull.atom.value < m_private->molecule->atoms().size()) continue;
    return fail(ErrorCode::InvalidInput,
                fmt::format("Atom {} is to be pulled, but the structure has {} atoms.",
                            pull.atom.value + 1, m_private->molecule->atoms().size()));
  }
  m_private->relaxation.setPulls(std::move(pulls));
  return {};
}

Result<void> LiveMinimiser::hold(const std::vector<AtomIndex>& fixedAtoms,
                                 const std::vector<Constraint>& constraints,
                                 const std::stop_token& stop) {
  auto held = HeldValues::make(*m_private->molecule, fixedAtoms, constraints);
  if (!held) return tl::unexpected(held.error());
  m_private->held = *std::move(held);
  return setPositions(m_private->relaxation.positions(), stop);
}

Result<LiveStep> LiveMinimiser::advance(int steps, std::chrono::milliseconds budget,
                                        const std::stop_token& stop) {
  const auto end = std::chrono::steady_clock::now() + budget;
  Relaxation& relaxation = m_private->relaxation;
  LiveStep made;
  while (made.steps < steps && !stop.stop_requested()) {
    const auto step = relaxation.step(stop);
    if (!step && stop.stop_requested()) break;
    if (!step) return tl::unexpected(step.error());
    made.atRest = *step != Relaxation::Step::Moved;
    if (made.atRest) break;
    ++made.steps;
    if (std::chrono::steady_clock::now() >= end) break;
  }
  made.positions = relaxation.positions();
  made.energyKcalPerMol = relaxation.energy();
  made.largestForce = relaxation.largestForce();
  return made;
}

EnergyMethod LiveMinimiser::method() const { return m_private->method; }

std::string LiveMinimiser::note() const { return m_private->source->note(); }

}  // namespace molloquy::energy
