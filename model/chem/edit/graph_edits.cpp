// Edits of the whole graph: bonds from distances, the order of atoms, another structure beside it.
#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

#include <GraphMol/Conformer.h>
#include <GraphMol/MolOps.h>
#include <GraphMol/RWMol.h>
#include <GraphMol/new_canon.h>
#include <fmt/format.h>

#include "model/chem/bond_perception.h"
#include "model/chem/edit/edits.h"
#include "model/chem/edit/rdkit_perception.h"
#include "model/chem/rdkit_molecule.h"

namespace molloquy::chem::edit {
namespace {

/// Ends of a bond, for bonds that are looked up by them.
std::pair<std::uint32_t, std::uint32_t> endsOf(std::uint32_t a, std::uint32_t b) {
  return {std::min(a, b), std::max(a, b)};
}

/// What RDKit's distances and valences make of atoms without bonds.
RDKit::RWMol perceivedGraph(const Before& before) {
  RDKit::RWMol mol;
  auto conformer =
      std::make_unique<RDKit::Conformer>(static_cast<unsigned>(before.molecule.atoms().size()));
  conformer->set3D(true);
  for (const Atom& atom : before.molecule.atoms()) {
    auto made = std::make_unique<RDKit::Atom>(static_cast<unsigned>(atom.atomicNumber));
    if (atom.isotope > 0) made->setIsotope(static_cast<unsigned>(atom.isotope));
    const Point3& at = before.conformer.positions[mol.getNumAtoms()];
    conformer->setAtomPos(mol.getNumAtoms(), {at[0], at[1], at[2]});
    mol.addAtom(made.release(), false, true);
  }
  mol.addConformer(conformer.release(), true);
  perceiveBonds(mol);
  return mol;
}

BondOrder plainOrder(const RDKit::Bond& bond) {
  if (bond.getBondType() == RDKit::Bond::DOUBLE) return BondOrder::Double;
  if (bond.getBondType() == RDKit::Bond::TRIPLE) return BondOrder::Triple;
  return BondOrder::Single;
}

/// Heavy atoms by canonical rank, then the hydrogens.
std::vector<std::uint32_t> canonicalOrder(const RDKit::ROMol& mol) {
  std::vector<unsigned> ranks;
  RDKit::Canon::rankMolAtoms(mol, ranks);
  std::vector<std::uint32_t> order(mol.getNumAtoms());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    const bool aLight = mol.getAtomWithIdx(a)->getAtomicNum() == 1;
    const bool bLight = mol.getAtomWithIdx(b)->getAtomicNum() == 1;
    return std::pair(aLight, ranks[a]) < std::pair(bLight, ranks[b]);
  });
  return order;
}

template <class Value>
std::vector<Value> reordered(const std::vector<Value>& values,
                             const std::vector<std::uint32_t>& order) {
  std::vector<Value> result;
  result.reserve(order.size());
  for (const std::uint32_t place : order) {
    result.push_back(place < values.size() ? values[place] : Value{});
  }
  return result;
}

/// Residues of both structures, those of the second behind.
std::shared_ptr<const Biopolymer> joinedResidues(const Molecule& first, const Molecule& second) {
  if (!first.biopolymer() && !second.biopolymer()) return nullptr;
  auto joined = std::make_shared<Biopolymer>();
  for (const Molecule* part : {&first, &second}) {
    const auto offset = static_cast<std::uint32_t>(joined->residues.size());
    const Biopolymer* own = part->biopolymer().get();
    for (std::size_t i = 0; i < part->atoms().size(); ++i) {
      const bool placed =
          own && i < own->residueOf.size() && own->residueOf[i] != Biopolymer::kNoResidue;
      joined->residueOf.push_back(placed ? own->residueOf[i] + offset : Biopolymer::kNoResidue);
      joined->atomNames.push_back(own && i < own->atomNames.size() ? own->atomNames[i] : "");
    }
    if (own) {
      joined->residues.insert(joined->residues.end(), own->residues.begin(), own->residues.end());
    }
  }
  return joined;
}

}  // namespace

Result<Outcome> applied(const Before& before, const PerceiveBonds&) {
  if (auto error = tooLarge(before, "Perceiving bonds")) return tl::unexpected(*error);
  const RDKit::RWMol mol = perceivedGraph(before);
  Draft draft(before.molecule, before.conformer.positions);
  for (std::uint32_t bond = 0; bond < draft.bondSlots(); ++bond) draft.removeBond(bond);
  std::vector<std::uint32_t> touched;
  for (const RDKit::Atom* atom : mol.atoms()) {
    draft.atom(atom->getIdx()).formalCharge = atom->getFormalCharge();
    draft.atom(atom->getIdx()).radicalElectrons = static_cast<int>(atom->getNumRadicalElectrons());
    touched.push_back(atom->getIdx());
  }
  for (const RDKit::Bond* bond : mol.bonds()) {
    draft.addBond(bond->getBeginAtomIdx(), bond->getEndAtomIdx(), plainOrder(*bond));
  }
  return finished(draft, before.molecule, before.conformer,
                  {.title = "Perceive bonds", .touched = touched});
}

Result<Outcome> applied(const Before& before, const CanonicalOrder&) {
  if (auto error = tooLarge(before, "Canonical numbering")) return tl::unexpected(*error);
  const Molecule& molecule = before.molecule;
  const Perceived now = perceived3D(molecule.atoms(), molecule.bonds(), before.conformer.positions);
  const std::vector<std::uint32_t> order = canonicalOrder(*now.rdkit->mol);
  std::vector<std::uint32_t> placeOf(order.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) placeOf[order[i]] = i;
  std::vector<Bond> bonds = now.bonds;
  for (Bond& bond : bonds) {
    const auto [begin, end] = endsOf(placeOf[bond.begin.value], placeOf[bond.end.value]);
    // A dative bond has a direction.
    const bool turn = bond.kekuleOrder == BondOrder::Dative && placeOf[bond.begin.value] != begin;
    bond.begin = AtomIndex(turn ? end : begin);
    bond.end = AtomIndex(turn ? begin : end);
  }
  std::sort(bonds.begin(), bonds.end(), [](const Bond& a, const Bond& b) {
    return endsOf(a.begin.value, a.end.value) < endsOf(b.begin.value, b.end.value);
  });
  std::shared_ptr<Biopolymer> residues;
  if (molecule.biopolymer()) {
    residues = std::make_shared<Biopolymer>();
    residues->residues = molecule.biopolymer()->residues;
    residues->residueOf = reordered(molecule.biopolymer()->residueOf, order);
    residues->atomNames = reordered(molecule.biopolymer()->atomNames, order);
  }
  auto conformer = std::make_shared<Conformer>(before.conformer);
  conformer->positions = reordered(before.conformer.positions, order);
  Result<Built> built = builtMolecule(reordered(now.atoms, order), bonds, conformer->positions,
                                      molecule.name(), std::move(residues));
  if (!built) return tl::unexpected(built.error());
  Outcome outcome;
  outcome.molecule = std::move(built->molecule);
  outcome.conformer = std::move(conformer);
  for (const std::uint32_t place : placeOf) outcome.newIndexOf.emplace_back(AtomIndex(place));
  outcome.title = "Renumber atoms canonically";
  outcome.warnings = std::move(built->warnings);
  return outcome;
}

Result<Outcome> applied(const Before& before, const Insert& operation) {
  if (!operation.molecule || operation.molecule->atoms().empty()) {
    return fail(ErrorCode::InvalidInput, "There is nothing to paste; copy a structure first.");
  }
  const Molecule& pasted = *operation.molecule;
  if (operation.positions.size() != pasted.atoms().size()) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("The pasted structure has {} atoms but {} positions. Make its 3D shape "
                            "first.",
                            pasted.atoms().size(), operation.positions.size()));
  }
  if (before.molecule.atoms().size() + pasted.atoms().size() > kReadableAtoms) {
    return fail(ErrorCode::Unsupported,
                fmt::format("With the pasted part the structure would have over {} atoms. Paste a "
                            "smaller part.",
                            kReadableAtoms));
  }
  for (const Point3& position : operation.positions) {
    if (auto error = noSuchPlace(position)) return tl::unexpected(*std::move(error));
  }
  Draft draft(before.molecule, before.conformer.positions);
  const std::uint32_t offset = draft.size();
  Step step;
  step.title = pasted.name().empty() ? fmt::format("Paste {} atoms", pasted.atoms().size())
                                     : "Paste " + pasted.name();
  for (std::uint32_t i = 0; i < pasted.atoms().size(); ++i) {
    const std::uint32_t atom = draft.addAtom(pasted.atoms()[i], operation.positions[i]);
    if (pasted.atoms()[i].atomicNumber != 1) step.added.push_back(atom);
  }
  for (const Bond& bond : pasted.bonds()) {
    const std::uint32_t added =
        draft.addBond(bond.begin.value + offset, bond.end.value + offset, bond.order);
    draft.setKekuleOrder(added, bond.kekuleOrder);
  }
  step.residues = joinedResidues(before.molecule, pasted);
  return finished(draft, before.molecule, before.conformer, std::move(step));
}

}  // namespace molloquy::chem::edit
