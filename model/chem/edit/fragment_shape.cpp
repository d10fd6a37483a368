#include <map>
#include <utility>

#include <GraphMol/MolOps.h>
#include <GraphMol/RWMol.h>
#include <GraphMol/SmilesParse/SmilesParse.h>
#include <fmt/format.h>

#include "model/chem/conformers.h"
#include "model/chem/edit/fragments.h"
#include "model/chem/rdkit_errors.h"
#include "model/chem/rdkit_molecule.h"

namespace molloquy::chem::edit {
namespace {

constexpr std::string_view kSmilesPrefix = "smiles:";
constexpr int kCarbon = 6;
constexpr int kZinc = 30;

/// The atom that stands for the structure: carbon, or zinc where several donors meet.
std::optional<AtomIndex> standIn(RDKit::RWMol& mol) {
  std::optional<AtomIndex> found;
  for (RDKit::Atom* atom : mol.atoms()) {
    if (atom->getAtomicNum() != 0 || atom->getAtomMapNum() != 1) continue;
    const bool dative = std::any_of(
        mol.getAtomBonds(atom).first, mol.getAtomBonds(atom).second,
        [&](const auto& edge) { return mol[edge]->getBondType() == RDKit::Bond::DATIVE; });
    atom->setAtomicNum(atom->getDegree() > 1 || dative ? kZinc : kCarbon);
    atom->setNoImplicit(atom->getAtomicNum() == kZinc);
    atom->setAtomMapNum(0);
    if (!found) found = AtomIndex(atom->getIdx());
  }
  return found;
}

Result<Fragment> fragmentWithId(const std::string& id) {
  if (id.starts_with(kSmilesPrefix)) {
    const std::string smiles = id.substr(kSmilesPrefix.size());
    return Fragment{id, smiles, "", smiles};
  }
  const Result<std::vector<Fragment>> fragments = allFragments();
  if (!fragments) return tl::unexpected(fragments.error());
  for (const Fragment& fragment : *fragments) {
    if (fragment.id == id) return fragment;
  }
  return fail(ErrorCode::NotFound,
              fmt::format("There is no fragment \"{}\"; choose one of the library.", id));
}

Result<std::shared_ptr<const FragmentShape>> madeShape(const Fragment& fragment) {
  silenceRdkitLog();
  auto shape = std::make_shared<FragmentShape>();
  shape->fragment = fragment;
  try {
    RDKit::SmilesParserParams parameters;
    parameters.removeHs = false;
    const std::unique_ptr<RDKit::RWMol> mol(RDKit::SmilesToMol(fragment.smiles, parameters));
    if (!mol || mol->getNumAtoms() == 0) {
      return fail(ErrorCode::InvalidInput,
                  fmt::format("The fragment {} has a SMILES that cannot be read: {}. Correct its "
                              "line.",
                              fragment.name, fragment.smiles));
    }
    shape->attachment = standIn(*mol);
    mol->updatePropertyCache(false);
    shape->molecule = fromRdkit(*mol, fragment.name);
  } catch (...) {
    const auto name = [](unsigned index) { return fmt::format("atom {}", index + 1); };
    return tl::unexpected(
        currentRdkitError({.name = name, .subject = "The fragment " + fragment.name}));
  }
  Result<std::vector<Conformer>> conformers = embedConformers(*shape->molecule, {.seed = 7});
  if (!conformers) {
    return tl::unexpected(conformers.error().within("adding the fragment " + fragment.name));
  }
  shape->positions = std::move(conformers->front().positions);
  return shape;
}

}  // namespace

Result<std::shared_ptr<const FragmentShape>> fragmentShape(const std::string& id) {
  // OPTIMIZATION: making a shape takes tens of milliseconds, and the same one is put many times.
  thread_local std::map<std::string, std::shared_ptr<const FragmentShape>> made;
  constexpr std::size_t kKept = 500;
  const Result<Fragment> fragment = fragmentWithId(id);
  if (!fragment) return tl::unexpected(fragment.error());
  const auto known = made.find(fragment->smiles);
  if (known != made.end()) {
    auto shape = std::make_shared<FragmentShape>(*known->second);
    shape->fragment = *fragment;
    return shape;
  }
  Result<std::shared_ptr<const FragmentShape>> shape = madeShape(*fragment);
  if (!shape) return shape;
  if (made.size() >= kKept) made.clear();
  made.emplace(fragment->smiles, *shape);
  return shape;
}

}  // namespace molloquy::chem::edit
