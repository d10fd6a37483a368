#include "model/chem/energy/conformer_search.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "model/chem/conformers.h"
#include "model/chem/energy/conformer_ranking.h"
#include "model/chem/energy/force_source.h"
#include "model/chem/energy/parallel.h"
#include "model/chem/energy/relaxation.h"
#include "model/chem/energy/stereo_guard.h"

namespace molloquy::energy {
namespace {

constexpr double kForceTolerance = 0.02;  ///< kcal/mol/angstrom.
constexpr int kMostSteps = 2000;
/// Kept for GFN2 above the window of the force field that made them, kcal/mol.
constexpr double kWiderForGfn2 = 6;
constexpr int kMoreForGfn2 = 2;

/// What one attempt or job came to: a shape, nothing, or why not.
using Found = std::optional<Result<Shape>>;

/// What minimises in one thread; made when it is first needed.
class Minimiser {
 public:
  Minimiser(const chem::Molecule& molecule, EnergyMethod method)
      : m_molecule(molecule), m_method(method) {}

  /// The shape relaxed; nothing when stopped or when it became another stereoisomer.
  Found relax(const chem::Positions& positions, const std::stop_token& stop) {
    if (!m_source) {
      auto source = makeForceSource(m_molecule, positions, m_method, stop);
      if (!source) return refused(source.error(), stop);
      m_source = *std::move(source);
    }
    m_source->forget();
    const StereoGuard guard(m_molecule, positions);
    Relaxation relaxation(m_molecule, *m_source, kForceTolerance);
    const auto held = HeldValues::make(m_molecule, {}, {});
    if (const auto started = relaxation.start(positions, *held, stop); !started) {
      return refused(started.error(), stop);
    }
    for (int step = 0; step < kMostSteps; ++step) {
      if (stop.stop_requested()) return std::nullopt;
      const auto moved = relaxation.step(stop);
      if (!moved) return refused(moved.error(), stop);
      if (*moved != Relaxation::Step::Moved) break;
    }
    if (!guard.agrees(relaxation.positions())) return std::nullopt;
    return Shape{relaxation.positions(), relaxation.energy(), 1};
  }

 private:
  static Found refused(const Error& error, const std::stop_token& stop) {
    if (stop.stop_requested()) return std::nullopt;
    return tl::unexpected(error);
  }

  const chem::Molecule& m_molecule;
  EnergyMethod m_method;
  std::unique_ptr<ForceSource> m_source;
};

/// Attempts or shapes that are worked on in all cores.
struct Work {
  const chem::Molecule& molecule;
  const std::function<void(int, int)>& onProgress;
  const std::stop_token& stop;
  int done = 0;
  int all = 0;

  std::vector<Found> run(int jobs, EnergyMethod method,
                         const std::function<Found(int job, Minimiser& minimiser)>& job) {
    const int threads = threadsFor(jobs);
    std::vector<Minimiser> minimisers;
    for (int i = 0; i < threads; ++i) minimisers.emplace_back(molecule, method);
    std::vector<Found> found(static_cast<std::size_t>(jobs));
    all += jobs;
    inParallel(
        jobs, threads,
        [&](int number, int thread) {
          if (stop.stop_requested()) return;
          found[static_cast<std::size_t>(number)] =
              job(number, minimisers[static_cast<std::size_t>(thread)]);
        },
        [&](int) {
          if (stop.stop_requested()) return;  // jobs that were passed over were not tried
          ++done;
          if (onProgress) onProgress(done, all);
        });
    return found;
  }
};

/// The force field that minimises before GFN2 does; nothing when neither knows the molecule.
std::optional<EnergyMethod> firstMethod(const chem::Molecule& molecule, EnergyMethod method) {
  if (method != EnergyMethod::Gfn2) return method;
  for (const EnergyMethod field : {EnergyMethod::Mmff94s, EnergyMethod::Uff}) {
    if (!whyNot(molecule, field)) return field;
  }
  return std::nullopt;
}

/// One embedding, with the stereo that was written, hardly minimised.
Result<std::optional<chem::Positions>> embedded(const chem::Molecule& molecule, std::uint32_t seed,
                                                const std::stop_token& stop) {
  auto made = chem::embedConformers(molecule, {.seed = seed, .count = 1, .maxIterations = 1}, stop);
  if (!made) return tl::unexpected(made.error());
  if (made->empty()) return std::nullopt;
  return std::move(made->front().positions);
}

Found attempt(const chem::Molecule& molecule, std::uint32_t seed, bool minimises,
              Minimiser& minimiser, const std::stop_token& stop) {
  auto positions = embedded(molecule, seed, stop);
  if (!positions) return tl::unexpected(positions.error());
  if (!*positions) return std::nullopt;
  if (!minimises) return Shape{**std::move(positions), 0, 1};
  return minimiser.relax(**positions, stop);
}

/// The shapes among what was found; the first error when there is none.
Result<std::vector<Shape>> shapesIn(std::vector<Found> found, const std::stop_token& stop) {
  std::vector<Shape> shapes;
  const Error* problem = nullptr;
  for (Found& one : found) {
    if (!one) continue;
    if (*one) {
      shapes.push_back(**std::move(one));
    } else if (problem == nullptr) {
      problem = &one->error();
    }
  }
  if (shapes.empty() && problem != nullptr && !stop.stop_requested()) {
    return tl::unexpected(*problem);
  }
  return shapes;
}

Result<void> check(const ConformerSearch& search) {
  if (search.attempts >= 1 && search.maximumKept >= 1 && search.windowKcalPerMol >= 0 &&
      search.pruneRmsdAngstrom >= 0 && search.temperatureKelvin > 0) {
    return {};
  }
  return fail(ErrorCode::InvalidInput,
              "A search needs at least one attempt and one conformer to keep, a window and a "
              "distance that are not negative, and a temperature above 0 K.");
}

}  // namespace

Result<ConformerSet> searchConformers(const chem::Molecule& molecule, const ConformerSearch& search,
                                      const std::function<void(int done, int of)>& onProgress,
                                      const std::stop_token& stop) {
  if (const auto checked = check(search); !checked) return tl::unexpected(checked.error());
  if (const auto reason = whyNot(molecule, search.method)) {
    return fail(ErrorCode::Unsupported, *reason);
  }
  auto ranking = ConformerRanking::make(molecule, search.pruneRmsdAngstrom);
  if (!ranking) return tl::unexpected(ranking.error());
  const auto first = firstMethod(molecule, search.method);
  const bool gfn2 = search.method == EnergyMethod::Gfn2;
  Work work{molecule, onProgress, stop};
  auto shapes =
      shapesIn(work.run(search.attempts, first.value_or(search.method),
                        [&](int job, Minimiser& minimiser) {
                          return attempt(molecule, search.seed + static_cast<std::uint32_t>(job),
                                         first.has_value(), minimiser, stop);
                        }),
               stop);
  if (!shapes) return tl::unexpected(shapes.error());
  ConformerSet set;
  set.method = search.method;
  set.tried = work.done;
  if (gfn2) {
    const KeepLimits wider{search.windowKcalPerMol + kWiderForGfn2,
                           search.maximumKept * kMoreForGfn2};
    const std::vector<Shape> rough = ranking->distinct(*std::move(shapes), wider);
    shapes = shapesIn(work.run(static_cast<int>(rough.size()), search.method,
                               [&](int job, Minimiser& minimiser) {
                                 return minimiser.relax(
                                     rough[static_cast<std::size_t>(job)].positions, stop);
                               }),
                      stop);
    if (!shapes) return tl::unexpected(shapes.error());
  }
  const KeepLimits limits{search.windowKcalPerMol, search.maximumKept};
  set.conformers =
      ranking->ranked(ranking->distinct(*std::move(shapes), limits), search.temperatureKelvin);
  set.note = ranking->note();
  return set;
}

Result<ConformerSet> rankConformers(const chem::Molecule& molecule,
                                    const std::vector<chem::Positions>& conformers,
                                    EnergyMethod method, double temperatureKelvin,
                                    const std::stop_token& stop) {
  if (conformers.empty() || !(temperatureKelvin > 0)) {
    return fail(ErrorCode::InvalidInput,
                "Conformers are ranked when there is one at least and the temperature is above "
                "0 K.");
  }
  auto ranking = ConformerRanking::make(molecule, 0);
  if (!ranking) return tl::unexpected(ranking.error());
  std::vector<Shape> shapes;
  std::unique_ptr<ForceSource> source;
  for (const chem::Positions& positions : conformers) {
    if (!source) {
      auto made = makeForceSource(molecule, positions, method, stop);
      if (!made) return tl::unexpected(made.error());
      source = *std::move(made);
    }
    if (positions.size() != molecule.atoms().size()) {
      return fail(ErrorCode::InvalidInput,
                  fmt::format("Conformer {} has {} positions, but the structure has {} atoms.",
                              shapes.size() + 1, positions.size(), molecule.atoms().size()));
    }
    source->forget();
    const auto energy = source->energy(positions, stop);
    if (!energy && stop.stop_requested() && !shapes.empty()) break;
    if (!energy) return tl::unexpected(energy.error());
    shapes.push_back({positions, *energy, 1});
  }
  ConformerSet set;
  set.method = method;
  set.tried = static_cast<int>(shapes.size());
  set.conformers = ranking->ranked(std::move(shapes), temperatureKelvin);
  set.note = ranking->note();
  return set;
}

}  // namespace molloquy::energy
