#include "model/chem/quantum/gfn2.h"

#include <xtb.h>

#include <array>
#include <cmath>
#include <optional>

#include <fmt/format.h>

namespace molloquy::quantum {
namespace {

constexpr double kBohrPerAngstrom = 1.0 / 0.529177210903;  // CODATA 2018.
constexpr double kDebyePerAtomicUnit = 2.541746473;
constexpr int kMaximumIterations = 250;
/// A closed shell's orbitals hold nearly two electrons or nearly none.
constexpr double kHalfFilled = 1.0;
constexpr double kFractional = 0.5;

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

void createMolecule(Calculation& run, const SinglePointInput& input) {
  std::vector<double> bohr;
  bohr.reserve(input.positions.size() * 3);
  for (const chem::Point3& point : input.positions) {
    for (const double coordinate : point) bohr.push_back(coordinate * kBohrPerAngstrom);
  }
  const int atoms = static_cast<int>(input.atomicNumbers.size());
  const double charge = input.charge;
  const int unpaired = 0;
  run.molecule = xtb_newMolecule(run.environment, &atoms, input.atomicNumbers.data(), bohr.data(),
                                 &charge, &unpaired, nullptr, nullptr);
}

void compute(Calculation& run) {
  run.calculator = xtb_newCalculator();
  run.results = xtb_newResults();
  xtb_loadGFN2xTB(run.environment, run.molecule, run.calculator, nullptr);
  if (xtb_checkEnvironment(run.environment) != 0) return;
  xtb_setMaxIter(run.environment, run.calculator, kMaximumIterations);
  xtb_singlepoint(run.environment, run.molecule, run.calculator, run.results);
}

/// Highest occupied and lowest empty orbital, hartree.
Result<std::pair<double, double>> frontier(Calculation& run) {
  int count = 0;
  xtb_getNao(run.environment, run.results, &count);
  std::vector<double> energies(static_cast<std::size_t>(std::max(count, 0)));
  std::vector<double> occupations(energies.size());
  xtb_getOrbitalEigenvalues(run.environment, run.results, energies.data());
  xtb_getOrbitalOccupations(run.environment, run.results, occupations.data());
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
  std::array<double, 3> dipole{};
  xtb_getEnergy(run.environment, run.results, &point.energyHartree);
  xtb_getDipole(run.environment, run.results, dipole.data());
  const auto orbitals = frontier(run);
  if (auto problem = run.complaint()) return tl::unexpected(*std::move(problem));
  if (!orbitals) return tl::unexpected(orbitals.error());
  point.homoEv = orbitals->first * kEvPerHartree;
  point.lumoEv = orbitals->second * kEvPerHartree;
  point.dipoleDebye = std::hypot(dipole[0], dipole[1], dipole[2]) * kDebyePerAtomicUnit;
  if (std::isfinite(point.energyHartree + point.homoEv + point.lumoEv + point.dipoleDebye)) {
    return point;
  }
  return fail(ErrorCode::Internal, "xtb's answer for this structure is not a number.");
}

}  // namespace molloquy::quantum
