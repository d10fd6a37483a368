#include "model/library/neighbours/shown_structure.h"

#include <fmt/format.h>

#include "model/chem/conformers.h"
#include "model/chem/structure_writer.h"
#include "model/session/seen_structure.h"

namespace molloquy::library {
namespace {

Result<chem::Conformer> madeConformer(const chem::Molecule& molecule, const std::stop_token& stop) {
  if (molecule.heavyAtomCount() > kMostEmbeddedHeavyAtoms) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("It has {} heavy atoms and no 3D shape; shapes are made up to {}.",
                            molecule.heavyAtomCount(), kMostEmbeddedHeavyAtoms));
  }
  chem::EmbedOptions options;
  options.maxIterations = 200;
  auto conformers = chem::embedConformers(molecule, options, stop);
  if (!conformers) return tl::unexpected(conformers.error());
  if (conformers->empty()) {
    return fail(ErrorCode::InvalidInput, "No 3D shape was made of it.");
  }
  return std::move(conformers->front());
}

}  // namespace

Result<session::SeenStructure> shownStructure(const chem::Molecule& molecule,
                                              const chem::Conformer* conformer,
                                              const std::stop_token& stop) {
  auto smiles = chem::canonicalSmiles(molecule);
  if (!smiles) return tl::unexpected(smiles.error());
  if (conformer != nullptr && conformer->positions.size() == molecule.atoms().size()) {
    return session::seenStructure(molecule, *conformer, *std::move(smiles));
  }
  const auto made = madeConformer(molecule, stop);
  if (!made) return tl::unexpected(made.error());
  return session::seenStructure(molecule, *made, *std::move(smiles));
}

}  // namespace molloquy::library
