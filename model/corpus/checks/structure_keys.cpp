#include "model/corpus/checks/structure_keys.h"

#include <GraphMol/ChemTransforms/ChemTransforms.h>
#include <GraphMol/MolOps.h>
#include <GraphMol/SmilesParse/SmilesWrite.h>
#include <fmt/format.h>

#include <functional>
#include <memory>
#include <string_view>

#include "model/chem/rdkit_molecule.h"
#include "model/facts/inchi.h"

namespace molloquy::corpus {
namespace {

constexpr std::size_t kFirstBlock = 14;

std::uint64_t hashOf(std::string_view text) { return std::hash<std::string_view>{}(text); }

/// SMILES without stereo and isotopes.
std::string flatSmiles(const RDKit::ROMol& mol) {
  RDKit::SmilesWriteParams parameters;
  parameters.doIsomericSmiles = false;
  return RDKit::MolToSmiles(mol, parameters);
}

/// The molecule without hydrogens as atoms.
std::unique_ptr<RDKit::RWMol> heavyAtoms(const RDKit::ROMol& mol) {
  RDKit::MolOps::RemoveHsParameters parameters;
  parameters.showWarnings = false;
  auto heavy = std::make_unique<RDKit::RWMol>(mol);
  RDKit::MolOps::removeHs(*heavy, parameters, /*sanitize=*/false);
  RDKit::MolOps::symmetrizeSSSR(*heavy);
  return heavy;
}

/// Atoms that lost a substituent get a hydrogen for it, also those that had theirs written out.
void fillValences(RDKit::ROMol& scaffold) {
  for (RDKit::Atom* atom : scaffold.atoms()) {
    const int element = atom->getAtomicNum();
    const bool organic = (element >= 5 && element <= 9) || (element >= 14 && element <= 17);
    if (atom->getIsAromatic() || !organic || atom->getNumRadicalElectrons() > 0) continue;
    atom->setNoImplicit(false);
    atom->setNumExplicitHs(0);
  }
  scaffold.updatePropertyCache(false);
}

std::optional<std::string> scaffoldOf(const RDKit::ROMol& heavy) {
  const std::unique_ptr<RDKit::ROMol> scaffold(RDKit::MurckoDecompose(heavy));
  if (!scaffold || scaffold->getNumAtoms() == 0) return std::nullopt;
  fillValences(*scaffold);
  return flatSmiles(*scaffold);
}

}  // namespace

Result<StructureKeys> keysOf(const chem::Molecule& molecule) {
  StructureKeys keys;
  try {
    const RDKit::ROMol& mol = *molecule.rdkit()->mol;
    if (mol.getRingInfo()->numRings() > 0) {
      if (const auto scaffold = scaffoldOf(*heavyAtoms(mol))) keys.scaffold = hashOf(*scaffold);
    }
    if (const auto names = facts::inchiOf(molecule)) {
      keys.full = hashOf(names->key);
      keys.connectivity = hashOf(std::string_view(names->key).substr(0, kFirstBlock));
    } else {
      keys.isInchi = false;
      keys.full = hashOf(RDKit::MolToSmiles(mol));
      keys.connectivity = hashOf(flatSmiles(*heavyAtoms(mol)));
    }
  } catch (const std::exception& problem) {
    return fail(ErrorCode::Internal,
                fmt::format("Its names cannot be computed: {}.", problem.what()));
  }
  return keys;
}

}  // namespace molloquy::corpus
