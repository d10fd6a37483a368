#include "model/chem/energy/torsion_scan.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "model/chem/energy/force_source.h"
#include "model/chem/energy/parallel.h"
#include "model/chem/energy/placement.h"
#include "model/chem/energy/scan_grid.h"

namespace molloquy::energy {
namespace {

constexpr double kForceTolerance = 0.02;  ///< kcal/mol/angstrom.
constexpr int kMostSteps = 2000;
/// A shape is better only when it is lower by this, kcal/mol; ends the exchange with neighbours.
constexpr double kLower = 0.01;
constexpr std::size_t kMostTasksPerNode = 60;
constexpr std::size_t kBatch = 16;

/// The torsions of a point as constraints.
std::vector<Constraint> constraintsAt(const TorsionScan& scan, const ScanGrid& grid,
                                      std::size_t node) {
  const auto atomsOf = [](const ScannedTorsion& torsion) {
    return std::vector<AtomIndex>(torsion.atoms.begin(), torsion.atoms.end());
  };
  const auto [first, second] = grid.anglesOf(node);
  std::vector<Constraint> constraints = {{atomsOf(scan.first), first}};
  if (scan.second) constraints.push_back({atomsOf(*scan.second), second});
  return constraints;
}

/// One computation: a shape to turn to a node's torsions.
struct Task {
  std::size_t node = 0;
  chem::Positions from;
};

/// What a task came to; nothing when it was stopped.
using Outcome = std::optional<Result<ScanPoint>>;

/// Computes the points of one scan in all cores.
class Scanner {
 public:
  Scanner(const chem::Molecule& molecule, const TorsionScan& scan, const ScanGrid& grid,
          const std::stop_token& stop)
      : m_molecule(molecule), m_scan(scan), m_grid(grid), m_stop(stop) {}

  /// Some tasks at once; their outcomes in the same order.
  std::vector<Outcome> run(const std::vector<Task>& tasks) {
    std::vector<Outcome> outcomes(tasks.size());
    const int jobs = static_cast<int>(tasks.size());
    const int threads = threadsFor(jobs);
    while (m_sources.size() < static_cast<std::size_t>(threads)) m_sources.emplace_back();
    inParallel(
        jobs, threads,
        [&](int job, int thread) {
          const auto place = static_cast<std::size_t>(job);
          if (m_stop.stop_requested()) return;
          outcomes[place] = compute(tasks[place], m_sources[static_cast<std::size_t>(thread)]);
        },
        nullptr);
    return outcomes;
  }

 private:
  Outcome compute(const Task& task, std::unique_ptr<ForceSource>& source) const {
    const auto refused = [&](const Error& error) -> Outcome {
      if (m_stop.stop_requested()) return std::nullopt;
      return tl::unexpected(error);
    };
    if (!source) {
      auto made = makeForceSource(m_molecule, task.from, m_scan.method, m_stop);
      if (!made) return refused(made.error());
      source = *std::move(made);
    }
    source->forget();
    const auto held = HeldValues::make(m_molecule, {}, constraintsAt(m_scan, m_grid, task.node));
    if (!held) return refused(held.error());
    ScanPoint point;
    std::tie(point.first, point.second) = m_grid.anglesOf(task.node);
    if (m_scan.kind == ScanKind::Rigid) {
      point.positions = held->placedRigidly(m_molecule, task.from);
      const auto energy = source->energy(point.positions, m_stop);
      if (!energy) return refused(energy.error());
      point.energyKcalPerMol = *energy;
      return point;
    }
    Relaxation relaxation(m_molecule, *source, kForceTolerance);
    if (const auto placed = place(relaxation, m_molecule, task.from, *held, m_stop); !placed) {
      return refused(placed.error());
    }
    for (int step = 0; step < kMostSteps; ++step) {
      const auto moved = relaxation.step(m_stop);
      if (!moved) return refused(moved.error());
      if (*moved != Relaxation::Step::Moved) break;
    }
    point.positions = relaxation.positions();
    point.energyKcalPerMol = relaxation.energy();
    return point;
  }

  const chem::Molecule& m_molecule;
  const TorsionScan& m_scan;
  const ScanGrid& m_grid;
  const std::stop_token& m_stop;
  std::vector<std::unique_ptr<ForceSource>> m_sources;  ///< by thread.
};

/// The best point of every node so far, and what is told of them.
class Reached {
 public:
  Reached(const ScanGrid& grid, const std::function<void(const ScanPoint&, int, int)>& onPoint)
      : m_grid(grid), m_onPoint(onPoint), m_points(grid.nodeCount()) {}

  /// Whether the point is the node's first, or lower than what it had.
  bool improves(std::size_t node, const ScanPoint& point) const {
    const auto& known = m_points[node];
    return !known || point.energyKcalPerMol < known->energyKcalPerMol - kLower;
  }

  void tell(std::size_t node, const ScanPoint& point) {
    const bool first = !m_points[node];
    m_points[node] = point;
    for (ScanPoint shown : m_grid.shownAt(node, point)) {
      if (first) ++m_done;
      if (m_onPoint) m_onPoint(shown, m_done, static_cast<int>(m_grid.pointCount()));
    }
  }

  [[nodiscard]] bool isEmpty() const { return m_done == 0; }
  [[nodiscard]] const std::optional<ScanPoint>& at(std::size_t node) const {
    return m_points[node];
  }

 private:
  const ScanGrid& m_grid;
  const std::function<void(const ScanPoint&, int, int)>& m_onPoint;
  std::vector<std::optional<ScanPoint>> m_points;
  int m_done = 0;
};

/// The first tasks: every node of a rigid scan, the nearest one of a relaxed scan.
std::deque<Task> firstTasks(const ScanGrid& grid, const chem::Positions& positions, ScanKind kind) {
  if (kind == ScanKind::Relaxed) return {{grid.nearest(positions), positions}};
  std::deque<Task> tasks;
  for (std::size_t node = 0; node < grid.nodeCount(); ++node) tasks.push_back({node, positions});
  return tasks;
}

/// Works until no point gets lower. Tasks are worked on in batches of a fixed size and count in
/// their order, so that the same scan gives the same points whatever the number of cores.
Result<void> scanAll(Scanner& scanner, const ScanGrid& grid, Reached& reached,
                     std::deque<Task> waiting, ScanKind kind, const std::stop_token& stop) {
  std::optional<Error> problem;
  std::size_t left = grid.nodeCount() * kMostTasksPerNode;
  while (!waiting.empty() && left > 0 && !stop.stop_requested()) {
    std::vector<Task> batch;
    for (; !waiting.empty() && batch.size() < kBatch && left > 0; --left) {
      batch.push_back(std::move(waiting.front()));
      waiting.pop_front();
    }
    const auto outcomes = scanner.run(batch);
    for (std::size_t i = 0; i < batch.size(); ++i) {
      if (!outcomes[i]) continue;
      if (!*outcomes[i]) {
        problem = outcomes[i]->error();
        continue;
      }
      const std::size_t node = batch[i].node;
      if (!reached.improves(node, **outcomes[i])) continue;
      reached.tell(node, **outcomes[i]);
      if (kind == ScanKind::Rigid) continue;
      for (const std::size_t neighbour : grid.neighboursOf(node)) {
        waiting.push_back({neighbour, (*outcomes[i])->positions});
      }
    }
  }
  if (problem && reached.isEmpty() && !stop.stop_requested()) return tl::unexpected(*problem);
  return {};
}

Result<void> checkTorsion(const chem::Molecule& molecule, const chem::Positions& positions,
                          const ScannedTorsion& torsion) {
  const std::vector<AtomIndex> atoms(torsion.atoms.begin(), torsion.atoms.end());
  if (const auto held = HeldValues::make(molecule, {}, {{atoms, torsion.begin}}); !held) {
    return tl::unexpected(held.error());
  }
  const std::string name = chem::atomNames(molecule, atoms);
  if (torsion.points < 1 || torsion.points > kMostScanPoints || !std::isfinite(torsion.range)) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("A scan of {} has 1 to {} points.", name, kMostScanPoints));
  }
  const auto neighbours = molecule.neighbours(atoms[1]);
  if (std::find(neighbours.begin(), neighbours.end(), atoms[2]) == neighbours.end()) {
    return fail(
        ErrorCode::InvalidInput,
        fmt::format("{} turns about no bond: {} and {} are not bonded.", name,
                    chem::atomName(molecule, atoms[1]), chem::atomName(molecule, atoms[2])));
  }
  const auto side = chem::sideOf(molecule, atoms[1], atoms[2]);
  const auto holds = [&](AtomIndex atom) {
    return std::find(side->begin(), side->end(), atom) != side->end();
  };
  if (!side) {
    return fail(
        ErrorCode::InvalidInput,
        fmt::format("The bond of {} and {} is part of a ring and cannot be turned; choose "
                    "a bond outside rings.",
                    chem::atomName(molecule, atoms[1]), chem::atomName(molecule, atoms[2])));
  }
  if (holds(atoms[0]) || !holds(atoms[3])) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("{} is no torsion about a bond: its first and last atom must lie on "
                            "either side.",
                            name));
  }
  if (chem::measured(positions, atoms)) return {};
  return fail(ErrorCode::InvalidInput,
              fmt::format("{} has no value here: three of its atoms lie on a line.", name));
}

Result<void> check(const chem::Molecule& molecule, const chem::Positions& positions,
                   const TorsionScan& scan) {
  if (const auto reason = whyNot(molecule, scan.method)) {
    return fail(ErrorCode::Unsupported, *reason);
  }
  if (positions.size() != molecule.atoms().size()) {
    return fail(ErrorCode::InvalidInput, fmt::format("The structure has {} atoms but {} positions.",
                                                     molecule.atoms().size(), positions.size()));
  }
  if (const auto checked = checkTorsion(molecule, positions, scan.first); !checked) return checked;
  if (!scan.second) return {};
  if (const auto checked = checkTorsion(molecule, positions, *scan.second); !checked) {
    return checked;
  }
  const auto bondOf = [](const ScannedTorsion& torsion) {
    return std::minmax(torsion.atoms[1], torsion.atoms[2]);
  };
  if (bondOf(scan.first) != bondOf(*scan.second)) return {};
  return fail(ErrorCode::InvalidInput,
              "Both torsions turn about the same bond; choose another bond for the second.");
}

}  // namespace

double ScanResult::lowestEnergy() const {
  const auto lowest =
      std::min_element(points.begin(), points.end(), [](const ScanPoint& a, const ScanPoint& b) {
        return a.energyKcalPerMol < b.energyKcalPerMol;
      });
  return lowest == points.end() ? 0 : lowest->energyKcalPerMol;
}

Result<ScanResult> scanTorsions(
    const chem::Molecule& molecule, const chem::Positions& positions, const TorsionScan& scan,
    const std::function<void(const ScanPoint&, int done, int of)>& onPoint,
    const std::stop_token& stop) {
  if (const auto checked = check(molecule, positions, scan); !checked) {
    return tl::unexpected(checked.error());
  }
  const ScanGrid grid(scan);
  Reached reached(grid, onPoint);
  Scanner scanner(molecule, scan, grid, stop);
  const auto scanned =
      scanAll(scanner, grid, reached, firstTasks(grid, positions, scan.kind), scan.kind, stop);
  if (!scanned) return tl::unexpected(scanned.error());
  ScanResult result{scan, {}};
  for (std::size_t point = 0; point < grid.pointCount(); ++point) {
    if (const auto& best = reached.at(grid.nodeOf(point))) {
      result.points.push_back(grid.shownAs(point, *best));
    }
  }
  return result;
}

}  // namespace molloquy::energy
