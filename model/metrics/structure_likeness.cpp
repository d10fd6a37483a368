#include "model/metrics/structure_likeness.h"

#include <array>
#include <cstdint>
#include <memory>
#include <string>

#include <DataStructs/BitOps.h>
#include <DataStructs/ExplicitBitVect.h>
#include <DataStructs/SparseIntVect.h>
#include <GraphMol/Fingerprints/Fingerprints.h>
#include <GraphMol/Fingerprints/MACCS.h>
#include <GraphMol/Fingerprints/MorganFingerprints.h>
#include <GraphMol/RWMol.h>
#include <GraphMol/SmilesParse/SmilesParse.h>
#include <GraphMol/SmilesParse/SmilesWrite.h>

#include "model/chem/rdkit_molecule.h"
#include "model/facts/inchi.h"

namespace molloquy::metrics {
namespace {

constexpr unsigned kMorganRadius = 2;

using MoleculePointer = std::unique_ptr<RDKit::RWMol>;

/// nullptr where RDKit refuses the text.
MoleculePointer readSmiles(std::string_view smiles) {
  try {
    return MoleculePointer(RDKit::SmilesToMol(std::string(smiles)));
  } catch (const std::exception&) {
    return nullptr;
  }
}

double likenessOf(std::unique_ptr<ExplicitBitVect> a, std::unique_ptr<ExplicitBitVect> b) {
  return TanimotoSimilarity(*a, *b);
}

Likeness likenessOf(const RDKit::ROMol& target, const RDKit::ROMol& output) {
  using Bits = std::unique_ptr<ExplicitBitVect>;
  using Counts = std::unique_ptr<RDKit::SparseIntVect<std::uint32_t>>;
  namespace maccs = RDKit::MACCSFingerprints;
  namespace morgan = RDKit::MorganFingerprints;
  const Counts ofTarget(morgan::getFingerprint(target, kMorganRadius));
  const Counts ofOutput(morgan::getFingerprint(output, kMorganRadius));
  return {.maccs = likenessOf(Bits(maccs::getFingerprintAsBitVect(target)),
                              Bits(maccs::getFingerprintAsBitVect(output))),
          .rdk = likenessOf(Bits(RDKit::RDKFingerprintMol(target)),
                            Bits(RDKit::RDKFingerprintMol(output))),
          .morgan = RDKit::TanimotoSimilarity(*ofTarget, *ofOutput)};
}

/// Number of each element, hydrogens included, and the charge: what every InChI tells, so that
/// structures which differ in it have different ones.
std::string compositionOf(const RDKit::ROMol& mol) {
  std::array<unsigned, 119> atoms{};
  int charge = 0;
  for (const RDKit::Atom* atom : mol.atoms()) {
    ++atoms[static_cast<std::size_t>(atom->getAtomicNum())];
    atoms[1] += atom->getTotalNumHs();
    charge += atom->getFormalCharge();
  }
  std::string text = std::to_string(charge);
  for (const unsigned count : atoms) text += "," + std::to_string(count);
  return text;
}

/// InChI is slow and can be asked by one thread at a time, so only where it can decide anything:
/// for two structures of the same composition that RDKit writes differently.
void compareInchi(const RDKit::ROMol& target, const RDKit::ROMol& output,
                  StructureComparison& comparison) {
  comparison.sameInchi = comparison.sameSmiles;
  if (comparison.sameSmiles || compositionOf(target) != compositionOf(output)) return;
  const auto ofTarget = facts::inchiOf(*chem::fromRdkit(target, {}));
  const auto ofOutput = facts::inchiOf(*chem::fromRdkit(output, {}));
  comparison.inchiFailed = !ofTarget || !ofOutput;
  comparison.sameInchi = !comparison.inchiFailed && ofTarget->inchi == ofOutput->inchi;
}

}  // namespace

Result<StructureComparison> compareStructures(std::string_view target, std::string_view output) {
  chem::silenceRdkitLog();
  StructureComparison comparison;
  const MoleculePointer first = readSmiles(target);
  const MoleculePointer second = readSmiles(output);
  comparison.targetReadable = first != nullptr;
  comparison.outputReadable = second != nullptr;
  comparison.outputEmpty = second != nullptr && second->getNumAtoms() == 0;
  if (!first || !second) return comparison;
  try {
    comparison.sameSmiles = RDKit::MolToSmiles(*first) == RDKit::MolToSmiles(*second);
    comparison.likeness = likenessOf(*first, *second);
    compareInchi(*first, *second, comparison);
  } catch (const std::exception&) {
    // RDKit reads the text but cannot work with the molecule: as good as unreadable.
    comparison.outputReadable = false;
    comparison.likeness.reset();
  }
  return comparison;
}

}  // namespace molloquy::metrics
