#include "model/chem/energy/minimise.h"

#include <chrono>
#include <utility>

#include <fmt/format.h>

#include "model/chem/energy/force_source.h"
#include "model/chem/energy/placement.h"
#include "model/chem/energy/relaxation.h"

namespace molloquy::energy {
namespace {

using Clock = std::chrono::steady_clock;

/// How often steps are told, at least.
constexpr int kStepsBetween = 20;
constexpr std::chrono::milliseconds kTimeBetween{33};

Result<void> checkPulls(const chem::Molecule& molecule, const std::vector<Pull>& pulls) {
  for (const Pull& pull : pulls) {
    if (pull.atom.value < molecule.atoms().size()) continue;
    return fail(ErrorCode::InvalidInput,
                fmt::format("Atom {} is to be pulled, but the structure has {} atoms.",
                            pull.atom.value + 1, molecule.atoms().size()));
  }
  return {};
}

/// Tells steps often enough to follow them and seldom enough to cost nothing.
class Teller {
 public:
  explicit Teller(const std::function<void(const MinimiseStep&)>& onStep) : m_onStep(onStep) {}

  void tell(int step, const Relaxation& relaxation) {
    if (!m_onStep) return;
    const auto now = Clock::now();
    if (step - m_lastStep < kStepsBetween && now - m_lastTime < kTimeBetween) return;
    m_lastStep = step;
    m_lastTime = now;
    m_onStep({step, relaxation.energy(), relaxation.positions()});
  }

 private:
  const std::function<void(const MinimiseStep&)>& m_onStep;
  int m_lastStep = 0;
  Clock::time_point m_lastTime = Clock::now();
};

void append(std::string& note, std::string_view sentence) {
  if (sentence.empty()) return;
  if (!note.empty()) note += ' ';
  note += sentence;
}

/// Steps until an end; the end and the number of steps go to `result`.
Result<void> relax(Relaxation& relaxation, const MinimiseOptions& options, Teller& teller,
                   const std::stop_token& stop, Minimised& result) {
  result.end = MinimiseEnd::StepLimit;
  while (result.steps < options.maxSteps) {
    if (stop.stop_requested()) {
      result.end = MinimiseEnd::Stopped;
      return {};
    }
    const auto step = relaxation.step(stop);
    if (!step) {
      result.end = MinimiseEnd::Stopped;
      if (stop.stop_requested()) return {};
      return tl::unexpected(step.error());
    }
    if (*step != Relaxation::Step::Moved) {
      result.end = MinimiseEnd::Converged;
      if (*step == Relaxation::Step::Stuck) {
        append(result.note, fmt::format("The method's precision allows no lower energy; the "
                                        "largest force is {:.2g} kcal/mol/Å.",
                                        relaxation.largestForce()));
      }
      return {};
    }
    teller.tell(++result.steps, relaxation);
  }
  return {};
}

}  // namespace

Result<Minimised> minimise(const chem::Molecule& molecule, const chem::Positions& positions,
                           const MinimiseOptions& options,
                           const std::function<void(const MinimiseStep&)>& onStep,
                           const std::stop_token& stop) {
  auto held = HeldValues::make(molecule, options.fixedAtoms, options.constraints);
  if (!held) return tl::unexpected(held.error());
  if (const auto checked = checkPulls(molecule, options.pulls); !checked) {
    return tl::unexpected(checked.error());
  }
  const auto source = makeForceSource(molecule, positions, options.method, stop);
  if (!source) return tl::unexpected(source.error());
  Minimised result;
  result.note = (*source)->note();
  const auto before = (*source)->energy(positions, stop);
  if (!before) return tl::unexpected(before.error());
  result.energyBefore = *before;
  Relaxation relaxation(molecule, **source, options.forceTolerance);
  relaxation.setPulls(options.pulls);
  const auto placed = place(relaxation, molecule, positions, *held, stop);
  if (!placed) return tl::unexpected(placed.error());
  Teller teller(onStep);
  if (const auto ended = relax(relaxation, options, teller, stop, result); !ended) {
    return tl::unexpected(ended.error());
  }
  result.positions = relaxation.positions();
  result.energyAfter = relaxation.energy();
  return result;
}

Result<double> energyOf(const chem::Molecule& molecule, const chem::Positions& positions,
                        EnergyMethod method, const std::stop_token& stop) {
  const auto source = makeForceSource(molecule, positions, method, stop);
  if (!source) return tl::unexpected(source.error());
  return (*source)->energy(positions, stop);
}

}  // namespace molloquy::energy
