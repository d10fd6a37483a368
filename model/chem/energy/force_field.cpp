#include "model/chem/energy/force_field.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <utility>

#include <ForceField/ForceField.h>
#include <GraphMol/Conformer.h>
#include <GraphMol/ForceFieldHelpers/MMFF/AtomTyper.h>
#include <GraphMol/ForceFieldHelpers/MMFF/Builder.h>
#include <GraphMol/ForceFieldHelpers/UFF/AtomTyper.h>
#include <GraphMol/ForceFieldHelpers/UFF/Builder.h>
#include <fmt/format.h>

#include "model/chem/rdkit_errors.h"
#include "model/chem/rdkit_molecule.h"

namespace molloquy::energy {
namespace {

constexpr double kNoCutoffAngstrom = 1e5;
/// MMFF94's organic elements; an untyped atom of another one is why its neighbours have no type.
constexpr std::array<int, 11> kOrganic = {1, 6, 7, 8, 9, 14, 15, 16, 17, 35, 53};

bool isOrganic(const chem::Atom& atom) {
  return std::find(kOrganic.begin(), kOrganic.end(), atom.atomicNumber) != kOrganic.end();
}

std::string variantName(EnergyMethod method) {
  return method == EnergyMethod::Mmff94 ? "MMFF94" : "MMFF94s";
}

/// By atom, whether the method has parameters.
std::vector<bool> typedAtoms(RDKit::ROMol& mol, EnergyMethod method) {
  std::vector<bool> typed(mol.getNumAtoms(), true);
  if (method == EnergyMethod::Uff) {
    const auto [parameters, complete] = RDKit::UFF::getAtomTypes(mol);
    for (std::size_t i = 0; i < typed.size(); ++i) typed[i] = parameters[i] != nullptr;
    return typed;
  }
  RDKit::MMFF::MMFFMolProperties properties(mol, variantName(method));
  if (properties.isValid()) return typed;
  for (unsigned i = 0; i < mol.getNumAtoms(); ++i) typed[i] = properties.getMMFFAtomType(i) != 0;
  return typed;
}

/// RDKit's force field of one molecule; it points into the molecule's conformer.
class RdkitForceField final : public ForceSource {
 public:
  RdkitForceField(const chem::Molecule& molecule, const chem::Positions& positions,
                  EnergyMethod method)
      : m_mol(*molecule.rdkit()->mol), m_cut(positions.size() > kAllPairsAtoms) {
    auto* conformer = new RDKit::Conformer(m_mol.getNumAtoms());  // The molecule takes it.
    for (unsigned i = 0; i < m_mol.getNumAtoms(); ++i) {
      conformer->setAtomPos(i, {positions[i][0], positions[i][1], positions[i][2]});
    }
    m_mol.clearConformers();
    m_mol.addConformer(conformer, true);
    const double cutoff = m_cut ? kPairCutoffAngstrom : kNoCutoffAngstrom;
    if (method == EnergyMethod::Uff) {
      m_field.reset(RDKit::UFF::constructForceField(m_mol, cutoff, -1, false));
    } else {
      RDKit::ROMol typed(m_mol);
      RDKit::MMFF::MMFFMolProperties properties(typed, variantName(method));
      m_field.reset(RDKit::MMFF::constructForceField(m_mol, &properties, cutoff, -1, false));
    }
    if (m_field) m_field->initialize();
  }

  [[nodiscard]] bool isComplete() const { return m_field != nullptr; }

  Result<double> compute(const chem::Positions& positions, Gradient& gradient,
                         const std::stop_token& stop) override {
    const Result<double> value = energy(positions, stop);
    if (!value) return value;
    gradient.assign(positions.size(), {});
    m_field->calcGrad(m_flat.data(), gradient.front().data());
    return value;
  }

  Result<double> energy(const chem::Positions& positions, const std::stop_token&) override {
    m_flat.resize(positions.size() * 3);
    std::memcpy(m_flat.data(), positions.data(), m_flat.size() * sizeof(double));
    const double value = m_field->calcEnergy(m_flat.data());
    if (std::isfinite(value)) return value;
    return fail(ErrorCode::Internal,
                "The force field's energy is not a number: two atoms lie in one place. Move them "
                "apart.");
  }

  [[nodiscard]] double noise() const override { return 1e-9; }

  [[nodiscard]] std::string note() const override {
    if (!m_cut) return {};
    return fmt::format("Pairs of atoms more than {} Å apart were left out.", kPairCutoffAngstrom);
  }

 private:
  RDKit::RWMol m_mol;
  bool m_cut;
  std::unique_ptr<ForceFields::ForceField> m_field;
  std::vector<double> m_flat;
};

chem::AtomPlaces placesIn(const chem::Molecule& molecule) {
  return {[&molecule](unsigned atom) { return chem::atomName(molecule, AtomIndex(atom)); },
          "The structure"};
}

}  // namespace

std::optional<AtomIndex> atomWithoutParameters(const chem::Molecule& molecule,
                                               EnergyMethod method) {
  RDKit::RWMol mol(*molecule.rdkit()->mol);
  const std::vector<bool> typed = typedAtoms(mol, method);
  std::optional<AtomIndex> first;
  for (std::uint32_t i = 0; i < typed.size(); ++i) {
    if (typed[i]) continue;
    if (!isOrganic(molecule.atoms()[i])) return AtomIndex(i);
    if (!first) first = AtomIndex(i);
  }
  return first;
}

Result<std::unique_ptr<ForceSource>> makeForceField(const chem::Molecule& molecule,
                                                    const chem::Positions& positions,
                                                    EnergyMethod method) {
  chem::silenceRdkitLog();
  try {
    auto field = std::make_unique<RdkitForceField>(molecule, positions, method);
    if (field->isComplete()) return field;
    return fail(ErrorCode::Unsupported,
                fmt::format("{} has no parameters for this structure.", methodName(method)));
  } catch (...) {
    return tl::unexpected(chem::currentRdkitError(placesIn(molecule)));
  }
}

}  // namespace molloquy::energy
