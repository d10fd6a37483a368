#include "model/chem/energy/energy_method.h"

#include <array>

#include <fmt/format.h>

#include "model/chem/energy/force_field.h"
#include "model/chem/quantum/worker_pool.h"
#include "model/chem/rdkit_errors.h"
#include "model/chem/rdkit_molecule.h"

namespace molloquy::energy {
namespace {

/// Why a method cannot compute a molecule.
struct Obstacle {
  std::string sentence;  ///< without the full stop.
  bool ofMethod = true;  ///< another method may do.
};

std::optional<Obstacle> forceFieldObstacle(const chem::Molecule& molecule, EnergyMethod method) {
  const std::size_t atoms = molecule.atoms().size();
  if (atoms > kForceFieldAtoms) {
    return Obstacle{fmt::format("The structure has {} atoms; force fields are computed for at most "
                                "{}. Take a part of it",
                                atoms, kForceFieldAtoms),
                    false};
  }
  if (!molecule.rdkit()) {
    return Obstacle{"The structure's chemistry was not read, so it has no force field", false};
  }
  try {
    const auto atom = atomWithoutParameters(molecule, method);
    if (!atom) return std::nullopt;
    return Obstacle{fmt::format("{} has no parameters for {}", methodName(method),
                                chem::atomName(molecule, *atom))};
  } catch (...) {
    const auto name = [&](unsigned atom) { return chem::atomName(molecule, AtomIndex(atom)); };
    return Obstacle{chem::currentRdkitError({name, "The structure"}).message};
  }
}

std::optional<Obstacle> gfn2Obstacle(const chem::Molecule& molecule) {
  for (std::uint32_t i = 0; i < molecule.atoms().size(); ++i) {
    if (molecule.atoms()[i].radicalElectrons == 0) continue;
    return Obstacle{
        fmt::format("GFN2-xTB is run for closed shells, and {} carries an unpaired "
                    "electron",
                    chem::atomName(molecule, AtomIndex(i)))};
  }
  std::vector<int> atomicNumbers;
  for (const chem::Atom& atom : molecule.atoms()) atomicNumbers.push_back(atom.atomicNumber);
  if (const auto checked = quantum::checkComposition(atomicNumbers, molecule.totalCharge());
      !checked) {
    std::string sentence = checked.error().message;
    if (sentence.ends_with('.')) sentence.pop_back();
    return Obstacle{std::move(sentence)};
  }
  if (const auto program = quantum::workerProgram(); !program) {
    std::string sentence = program.error().message;
    if (sentence.ends_with('.')) sentence.pop_back();
    return Obstacle{std::move(sentence)};
  }
  return std::nullopt;
}

std::optional<Obstacle> obstacle(const chem::Molecule& molecule, EnergyMethod method) {
  if (molecule.atoms().empty()) return Obstacle{"The structure has no atoms; draw one", false};
  return method == EnergyMethod::Gfn2 ? gfn2Obstacle(molecule)
                                      : forceFieldObstacle(molecule, method);
}

}  // namespace

std::string methodName(EnergyMethod method) {
  switch (method) {
    case EnergyMethod::Mmff94:
      return "MMFF94";
    case EnergyMethod::Mmff94s:
      return "MMFF94s";
    case EnergyMethod::Uff:
      return "UFF";
    case EnergyMethod::Gfn2:
      return "GFN2-xTB";
  }
  return {};
}

std::optional<std::string> whyNot(const chem::Molecule& molecule, EnergyMethod method) {
  const auto found = obstacle(molecule, method);
  if (!found) return std::nullopt;
  if (!found->ofMethod) return found->sentence + ".";
  std::string others;
  for (const EnergyMethod other : {EnergyMethod::Mmff94s, EnergyMethod::Uff, EnergyMethod::Gfn2}) {
    if (other == method || obstacle(molecule, other)) continue;
    others += (others.empty() ? "" : " and ") + methodName(other);
  }
  if (others.empty()) return found->sentence + "; no other method here can compute it either.";
  return fmt::format("{}; {} can compute it.", found->sentence, others);
}

}  // namespace molloquy::energy
