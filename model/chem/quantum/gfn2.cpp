#include "model/chem/quantum/gfn2.h"

#include <xtb.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include <fmt/format.h>

namespace molloquy::quantum {
namespace {

constexpr double kBohrPerAngstrom = 1.0 / 0.529177210903;  // CODATA 2018.
constexpr double kDebyePerAtomicUnit = 2.541746473;
constexpr int kMaximumIterations = 250;
/// xtb's accuracy for forces: slopes are right to some 1e-8 hartree/bohr, for a fifth more time.
constexpr double kForceAccuracy = 0.01;
/// A closed shell's orbitals hold nearly two electrons or nearly none.
constexpr double kHalfFilled = 1.0;
constexpr double kFractional = 0.5;

Error noNumber() {
  return {ErrorCode::Internal, "xtb's answer for this structure is not a number."};
}

/// xtb's handles of one calculation; freed together.
class Calculation {
 public:
  Calculation() { xtb_setVerbosity(environment, XTB_VERBOSITY_MUTED); }
  Calculation(const Calculation&) = delete;
  Calculation& operator=(const Calculation&) = delete;
  ~Calculation() {
    if (results != nullptr) xtb_delResults(&results);
    if (calculator != nullptr) xtb_delCalculator(&calculator);
    if (molecule != nullptr) xtb_delMolecule(&molecule);
    xtb_delEnvironment(&environment);
  }

  /// What xtb complains of, which is forgotten then; nothing when it does not.
  std::optional<Error> complaint() {
    if (xtb_checkEnvironment(environment) == 0) return std::nullopt;
    std::array<char, 1024> text{};
    const int size = static_cast<int>(text.size());
    xtb_getError(environment, text.data(), &size);
    text.back() = '\0';
    std::string words = text.data();
    for (char& letter : words) {
      if (letter == '\n' || letter == '\r') letter = ' ';
    }
    while (!words.empty() && words.back() == ' ') words.pop_back();
    return Error(ErrorCode::Internal, fmt::format("xtb cannot compute this structure: {}", words));
  }

  xtb_TEnvironment environment = xtb_newEnvironment();
  xtb_TMolecule molecule = nullptr;
  xtb_TCalculator calculator = nullptr;
  xtb_TResults results = nullptr;
};

std::vector<double> bohrOf(const std::vector<chem::Point3>& positions) {
  std::vector<double> bohr;
  bohr.reserve(positions.size() * 3);
  for (const chem::Point3& point : positions) {
    for (const double coordinate : point) bohr.push_back(coordinate * kBohrPerAngstrom);
  }
  return bohr;
}

void createMolecule(Calculation& run, const SinglePointInput& input) {
  const std::vector<double> bohr = bohrOf(input.positions);
  const int atoms = static_cast<int>(input.atomicNumbers.size());
  const double charge = input.charge;
  const int unpaired = 0;
  run.molecule = xtb_newMolecule(run.environment, &atoms, input.atomicNumbers.data(), bohr.data(),
                                 &charge, &unpaired, nullptr, nullptr);
}

void prepare(Calculation& run) {
  run.calculator = xtb_newCalculator();
  run.results = xtb_newResults();
  xtb_loadGFN2xTB(run.environment, run.molecule, run.calculator, nullptr);
  if (xtb_checkEnvironment(run.environment) != 0) return;
  xtb_setMaxIter(run.environment, run.calculator, kMaximumIterations);
}

void compute(Calculation& run) {
  prepare(run);
  if (xtb_checkEnvironment(run.environment) != 0) return;
  xtb_singlepoint(run.environment, run.molecule, run.calculator, run.results);
}

/// A rotation that no molecule is drawn along. xtb 6.5.1 leaves terms out of the slope where two
/// atoms have exactly the same coordinate on an axis and others pull them off it (carbon dioxide on
/// the x axis loses most of its bending), so slopes are computed of turned positions.
class Turn {
 public:
  Turn() {
    // About (1, 2, 3), by one radian: Rodrigues' formula.
    const double length = std::sqrt(14.0);
    const std::array<double, 3> axis = {1 / length, 2 / length, 3 / length};
    for (std::size_t i = 0; i < 3; ++i) {
      for (std::size_t j = 0; j < 3; ++j) {
        m_rows[i][j] = (1 - std::cos(1.0)) * axis[i] * axis[j] + (i == j ? std::cos(1.0) : 0);
      }
    }
    for (std::size_t i = 0; i < 3; ++i) {
      const std::size_t next = (i + 1) % 3;
      const std::size_t after = (i + 2) % 3;
      m_rows[next][after] -= std::sin(1.0) * axis[i];
      m_rows[after][next] += std::sin(1.0) * axis[i];
    }
  }

  [[nodiscard]] std::vector<chem::Point3> there(std::vector<chem::Point3> points) const {
    for (chem::Point3& point : points) {
      const chem::Point3 p = point;
      for (std::size_t i = 0; i < 3; ++i) {
        point[i] = m_rows[i][0] * p[0] + m_rows[i][1] * p[1] + m_rows[i][2] * p[2];
      }
    }
    return points;
  }

  [[nodiscard]] chem::Point3 back(const chem::Point3& p) const {
    chem::Point3 point{};
    for (std::size_t i = 0; i < 3; ++i) {
      point[i] = m_rows[0][i] * p[0] + m_rows[1][i] * p[1] + m_rows[2][i] * p[2];
    }
    return point;
  }

 private:
  std::array<std::array<double, 3>, 3> m_rows{};
};

struct Orbitals {
  std::vector<double> energies;  ///< hartree.
  std::vector<double> occupations;
};

Orbitals orbitalsOf(Calculation& run) {
  int count = 0;
  xtb_getNao(run.environment, run.results, &count);
  Orbitals orbitals;
  orbitals.energies.resize(static_cast<std::size_t>(std::max(count, 0)));
  orbitals.occupations.resize(orbitals.energies.size());
  xtb_getOrbitalEigenvalues(run.environment, run.results, orbitals.energies.data());
  xtb_getOrbitalOccupations(run.environment, run.results, orbitals.occupations.data());
  return orbitals;
}

/// Debye.
chem::Point3 dipoleOf(Calculation& run) {
  chem::Point3 dipole{};
  xtb_getDipole(run.environment, run.results, dipole.data());
  for (double& part : dipole) part *= kDebyePerAtomicUnit;
  return dipole;
}

/// Highest occupied and lowest empty orbital, hartree.
Result<std::pair<double, double>> frontier(Calculation& run) {
  const auto [energies, occupations] = orbitalsOf(run);
  std::size_t occupied = 0;
  for (std::size_t i = 0; i < occupations.size(); ++i) {
    if (occupations[i] >= kHalfFilled - 1e-3) occupied = i + 1;
  }
  if (occupied == 0 || occupied == energies.size()) {
    return fail(ErrorCode::Unsupported, fmt::format("The structure has no {} in GFN2-xTB's basis.",
                                                    occupied == 0 ? "HOMO" : "LUMO"));
  }
  if (occupations[occupied - 1] < 2 - kFractional || occupations[occupied] > kFractional) {
    return fail(
        ErrorCode::Unsupported,
        fmt::format("The structure is not a closed shell: its frontier orbitals hold {:.2f} "
                    "and {:.2f} electrons.",
                    occupations[occupied - 1], occupations[occupied]));
  }
  return std::pair(energies[occupied - 1], energies[occupied]);
}

}  // namespace

Result<SinglePoint> gfn2SinglePoint(const SinglePointInput& input) {
  if (const auto checked = checkInput(input); !checked) return tl::unexpected(checked.error());
  Calculation run;
  createMolecule(run, input);
  if (auto problem = run.complaint()) return tl::unexpected(*std::move(problem));
  compute(run);
  if (auto problem = run.complaint()) return tl::unexpected(*std::move(problem));
  SinglePoint point;
  xtb_getEnergy(run.environment, run.results, &point.energyHartree);
  const chem::Point3 dipole = dipoleOf(run);
  const auto orbitals = frontier(run);
  if (auto problem = run.complaint()) return tl::unexpected(*std::move(problem));
  if (!orbitals) return tl::unexpected(orbitals.error());
  point.homoEv = orbitals->first * kEvPerHartree;
  point.lumoEv = orbitals->second * kEvPerHartree;
  point.dipoleDebye = std::hypot(dipole[0], dipole[1], dipole[2]);
  if (std::isfinite(point.energyHartree + point.homoEv + point.lumoEv + point.dipoleDebye)) {
    return point;
  }
  return tl::unexpected(noNumber());
}

Result<Electrons> gfn2Electrons(const SinglePointInput& input) {
  if (const auto checked = checkInput(input); !checked) return tl::unexpected(checked.error());
  Calculation run;
  createMolecule(run, input);
  if (auto problem = run.complaint()) return tl::unexpected(*std::move(problem));
  compute(run);
  if (auto problem = run.complaint()) return tl::unexpected(*std::move(problem));
  const std::size_t atoms = input.atomicNumbers.size();
  Electrons electrons;
  Orbitals orbitals = orbitalsOf(run);
  std::vector<double> orders(atoms * atoms);
  electrons.charges.resize(atoms);
  xtb_getEnergy(run.environment, run.results, &electrons.energyHartree);
  xtb_getCharges(run.environment, run.results, electrons.charges.data());
  xtb_getBondOrders(run.environment, run.results, orders.data());
  electrons.dipole = dipoleOf(run);
  if (auto problem = run.complaint()) return tl::unexpected(*std::move(problem));
  for (const double energy : orbitals.energies) {
    electrons.orbitalEv.push_back(energy * kEvPerHartree);
  }
  electrons.occupations = std::move(orbitals.occupations);
  for (std::size_t i = 0; i < atoms; ++i) {
    for (std::size_t j = i + 1; j < atoms; ++j) {
      const double order = orders[i * atoms + j];
      if (order >= kLeastBondOrder) electrons.bondOrders.push_back({i, j, order});
    }
  }
  const auto isFinite = [](double value) { return std::isfinite(value); };
  if (std::isfinite(electrons.energyHartree) &&
      std::all_of(electrons.orbitalEv.begin(), electrons.orbitalEv.end(), isFinite) &&
      std::all_of(electrons.charges.begin(), electrons.charges.end(), isFinite) &&
      std::all_of(electrons.dipole.begin(), electrons.dipole.end(), isFinite)) {
    return electrons;
  }
  return tl::unexpected(noNumber());
}

class Gfn2Forces::Private {
 public:
  Calculation run;
  std::vector<int> atomicNumbers;
  int charge = 0;
};

Gfn2Forces::Gfn2Forces() = default;
Gfn2Forces::~Gfn2Forces() = default;

Result<Forces> Gfn2Forces::compute(const SinglePointInput& input, Guess guess) {
  if (const auto checked = checkInput(input); !checked) return tl::unexpected(checked.error());
  // Taken out, so that nothing is left of a computation that fails.
  std::unique_ptr<Private> state = std::move(m_last);
  const bool goesOn = guess == Guess::Previous && state &&
                      state->atomicNumbers == input.atomicNumbers && state->charge == input.charge;
  const Turn turn;
  SinglePointInput turned = input;
  turned.positions = turn.there(std::move(turned.positions));
  if (goesOn) {
    xtb_updateMolecule(state->run.environment, state->run.molecule, bohrOf(turned.positions).data(),
                       nullptr);
  } else {
    state = std::make_unique<Private>();
    state->atomicNumbers = input.atomicNumbers;
    state->charge = input.charge;
    createMolecule(state->run, turned);
    if (auto problem = state->run.complaint()) return tl::unexpected(*std::move(problem));
    prepare(state->run);
    xtb_setAccuracy(state->run.environment, state->run.calculator, kForceAccuracy);
  }
  Calculation& run = state->run;
  if (auto problem = run.complaint()) return tl::unexpected(*std::move(problem));
  xtb_singlepoint(run.environment, run.molecule, run.calculator, run.results);
  if (auto problem = run.complaint()) return tl::unexpected(*std::move(problem));
  Forces forces;
  forces.gradient.resize(input.positions.size());
  xtb_getEnergy(run.environment, run.results, &forces.energyHartree);
  xtb_getGradient(run.environment, run.results, forces.gradient.front().data());
  forces.dipole = turn.back(dipoleOf(run));
  for (chem::Point3& slope : forces.gradient) slope = turn.back(slope);
  if (auto problem = run.complaint()) return tl::unexpected(*std::move(problem));
  double sum = forces.energyHartree;
  for (const chem::Point3& slope : forces.gradient) sum += slope[0] + slope[1] + slope[2];
  if (!std::isfinite(sum)) return tl::unexpected(noNumber());
  m_last = std::move(state);
  return forces;
}

}  // namespace molloquy::quantum
