#include "model/chem/edit/structure_build.h"

#include <exception>
#include <new>
#include <utility>

#include <GraphMol/Conformer.h>
#include <GraphMol/MolOps.h>
#include <fmt/format.h>

#include "model/chem/edit/rdkit_perception.h"
#include "model/chem/edit/valence.h"
#include "model/chem/rdkit_molecule.h"

namespace molloquy::chem::edit {
namespace {

/// Warnings told at most; a structure with hundreds is told by their number.
constexpr std::size_t kMostWarnings = 6;

/// Values without the places that are empty, and where each atom went.
struct Compacted {
  std::vector<Atom> atoms;
  std::vector<Bond> bonds;
  Positions positions;
  std::vector<std::optional<AtomIndex>> placeOf;  ///< by place in the draft.
};

Compacted compacted(const Draft& draft) {
  Compacted result;
  result.placeOf.resize(draft.size());
  result.atoms.reserve(draft.size());
  result.positions.reserve(draft.size());
  for (std::uint32_t i = 0; i < draft.size(); ++i) {
    if (!draft.has(i)) continue;
    result.placeOf[i] = AtomIndex(static_cast<std::uint32_t>(result.atoms.size()));
    result.atoms.push_back(draft.atom(i));
    result.positions.push_back(draft.at(i));
  }
  result.bonds.reserve(draft.bondSlots());
  for (std::uint32_t i = 0; i < draft.bondSlots(); ++i) {
    if (!draft.hasBond(i)) continue;
    Bond bond = draft.bond(i);
    bond.begin = *result.placeOf[bond.begin.value];
    bond.end = *result.placeOf[bond.end.value];
    result.bonds.push_back(bond);
  }
  return result;
}

/// Residues of the atoms that stayed. New atoms belong to the residue of the atom they hang on.
std::shared_ptr<const Biopolymer> carriedResidues(const Draft& draft, const Molecule& before,
                                                  const Compacted& now) {
  const auto& old = before.biopolymer();
  if (!old) return nullptr;
  auto residues = std::make_shared<Biopolymer>();
  residues->residues = old->residues;
  residues->residueOf.assign(now.atoms.size(), Biopolymer::kNoResidue);
  residues->atomNames.assign(now.atoms.size(), std::string());
  const auto count = static_cast<std::uint32_t>(before.atoms().size());
  for (std::uint32_t i = 0; i < draft.size(); ++i) {
    if (!now.placeOf[i]) continue;
    const std::uint32_t place = now.placeOf[i]->value;
    if (i < count) {
      if (i < old->residueOf.size()) residues->residueOf[place] = old->residueOf[i];
      // A name says an element: it goes with it.
      const bool sameElement = draft.atom(i).atomicNumber == before.atoms()[i].atomicNumber;
      if (sameElement && i < old->atomNames.size()) residues->atomNames[place] = old->atomNames[i];
      continue;
    }
    for (const std::uint32_t other : draft.neighbours(i)) {
      if (!now.placeOf[other]) continue;
      const std::uint32_t residue = residues->residueOf[now.placeOf[other]->value];
      if (residue != Biopolymer::kNoResidue) residues->residueOf[place] = residue;
    }
  }
  return residues;
}

std::shared_ptr<const Conformer> conformerOf(Positions positions, GeometrySource source) {
  auto conformer = std::make_shared<Conformer>();
  conformer->positions = std::move(positions);
  conformer->source = source;
  return conformer;
}

/// Without RDKit an atom is aromatic as long as one of its bonds is.
std::vector<Atom> stillAromatic(std::vector<Atom> atoms, const std::vector<Bond>& bonds) {
  for (Atom& atom : atoms) atom.aromatic = false;
  for (const Bond& bond : bonds) {
    if (bond.order != BondOrder::Aromatic) continue;
    atoms[bond.begin.value].aromatic = true;
    atoms[bond.end.value].aromatic = true;
  }
  return atoms;
}

void addValenceWarnings(const Molecule& molecule, const std::vector<AtomIndex>& atoms,
                        std::vector<std::string>& warnings) {
  std::size_t more = 0;
  for (const AtomIndex index : atoms) {
    const Atom& atom = molecule.atoms()[index.value];
    const ValenceState state = valenceState(atom.atomicNumber, atom.formalCharge,
                                            atom.radicalElectrons, bondOrderSum(molecule, index));
    if (state != ValenceState::Exceeded) continue;
    if (warnings.size() >= kMostWarnings) {
      ++more;
      continue;
    }
    if (auto warning = valenceWarning(molecule, index)) warnings.push_back(*std::move(warning));
  }
  if (more > 0) {
    warnings.push_back(
        fmt::format("{} more atom{} have more bonds than they take.", more, more == 1 ? "" : "s"));
  }
}

}  // namespace

Result<Built> builtMolecule(const std::vector<Atom>& atoms, const std::vector<Bond>& bonds,
                            const Positions& positions, const std::string& name,
                            std::shared_ptr<const Biopolymer> biopolymer) {
  Built built;
  if (atoms.size() > kRdkitAtoms) {
    built.molecule = std::make_shared<const Molecule>(stillAromatic(atoms, bonds), bonds, name,
                                                      nullptr, std::move(biopolymer));
    return built;
  }
  try {
    Perceived perceived = perceived3D(atoms, bonds, positions);
    built.warnings = std::move(perceived.warnings);
    built.molecule =
        std::make_shared<const Molecule>(std::move(perceived.atoms), std::move(perceived.bonds),
                                         name, std::move(perceived.rdkit), std::move(biopolymer));
    return built;
  } catch (const std::bad_alloc&) {
    return fail(ErrorCode::OutOfMemory,
                "There is not enough memory for this edit; close other structures.");
  } catch (const std::exception& problem) {
    return fail(ErrorCode::Internal,
                fmt::format("The structure could not be put together again ({}); the edit was not "
                            "made.",
                            problem.what()));
  }
}

Result<Outcome> finished(const Draft& draft, const Molecule& before, const Conformer&, Step step) {
  Compacted now = compacted(draft);
  std::shared_ptr<const Biopolymer> residues = std::move(step.residues);
  if (!residues) residues = carriedResidues(draft, before, now);
  Result<Built> built =
      builtMolecule(now.atoms, now.bonds, now.positions, before.name(), std::move(residues));
  if (!built) return tl::unexpected(built.error());
  Outcome outcome;
  outcome.molecule = std::move(built->molecule);
  outcome.conformer = conformerOf(std::move(now.positions), step.source);
  const auto count = static_cast<std::ptrdiff_t>(before.atoms().size());
  outcome.newIndexOf.assign(now.placeOf.begin(), now.placeOf.begin() + count);
  for (const std::uint32_t atom : step.added) {
    if (now.placeOf[atom]) outcome.added.push_back(*now.placeOf[atom]);
  }
  outcome.title = std::move(step.title);
  outcome.warnings = std::move(step.warnings);
  for (std::string& warning : built->warnings) outcome.warnings.push_back(std::move(warning));
  std::vector<AtomIndex> touched;
  for (const std::uint32_t atom : step.touched) {
    if (now.placeOf[atom]) touched.push_back(*now.placeOf[atom]);
  }
  addValenceWarnings(*outcome.molecule, touched, outcome.warnings);
  return outcome;
}

Result<Outcome> repositioned(const Molecule& before, const Conformer& conformer,
                             Positions positions, Step step) {
  Outcome outcome;
  if (stereoChanged(before, conformer.positions, positions)) {
    Result<Built> built = builtMolecule(before.atoms(), before.bonds(), positions, before.name(),
                                        before.biopolymer());
    if (!built) return tl::unexpected(built.error());
    outcome.molecule = std::move(built->molecule);
  }
  outcome.conformer = conformerOf(std::move(positions), step.source);
  for (std::uint32_t i = 0; i < before.atoms().size(); ++i) {
    outcome.newIndexOf.emplace_back(AtomIndex(i));
  }
  outcome.title = std::move(step.title);
  outcome.warnings = std::move(step.warnings);
  return outcome;
}

}  // namespace molloquy::chem::edit
