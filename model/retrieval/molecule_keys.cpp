#include "model/retrieval/molecule_keys.h"

#include <memory>

#include <fmt/format.h>

#include <DataStructs/ExplicitBitVect.h>
#include <GraphMol/Fingerprints/Fingerprints.h>
#include <GraphMol/Fingerprints/MorganFingerprints.h>
#include <GraphMol/RWMol.h>
#include <GraphMol/SmilesParse/SmilesParse.h>
#include <GraphMol/SmilesParse/SmilesWrite.h>

namespace molloquy::retrieval {
namespace {

constexpr std::size_t kLongestSmiles = 20'000;
constexpr std::size_t kShownCharacters = 60;
constexpr unsigned kBits = 2048;
constexpr unsigned kMorganRadius = 2;
constexpr unsigned kShortestPath = 1;
constexpr unsigned kLongestPath = 7;
constexpr unsigned kBitsPerPath = 2;
constexpr double kPathDensity = 0.3;
constexpr unsigned kFewestPathBits = 64;

BitFingerprint copied(const ExplicitBitVect& bits) {
  BitFingerprint fingerprint;
  fingerprint.words.assign(bits.getNumBits() / 64, 0);
  IntVect on;
  bits.getOnBits(on);
  for (const int bit : on) {
    const auto at = static_cast<std::size_t>(bit);
    fingerprint.words[at / 64] |= std::uint64_t{1} << (at % 64);
  }
  return fingerprint;
}

std::unique_ptr<ExplicitBitVect> fingerprintOf(const RDKit::ROMol& mol,
                                               MoleculeSimilarity similarity) {
  using namespace RDKit;
  if (similarity == MoleculeSimilarity::Morgan) {
    return std::unique_ptr<ExplicitBitVect>(
        MorganFingerprints::getFingerprintAsBitVect(mol, kMorganRadius, kBits));
  }
  return std::unique_ptr<ExplicitBitVect>(
      RDKFingerprintMol(mol, kShortestPath, kLongestPath, kBits, kBitsPerPath,
                        /*useHs=*/false, kPathDensity, kFewestPathBits));
}

tl::unexpected<Error> unreadable(const std::string& smiles) {
  return fail(ErrorCode::InvalidInput, fmt::format("RDKit cannot read the SMILES \"{}\".",
                                                   smiles.substr(0, kShownCharacters)));
}

}  // namespace

Result<MoleculeKeys> moleculeKeys(const std::string& smiles, MoleculeSimilarity similarity) {
  if (smiles.size() > kLongestSmiles) return unreadable(smiles);
  try {
    const std::unique_ptr<RDKit::RWMol> mol(RDKit::SmilesToMol(smiles));
    if (!mol || mol->getNumAtoms() == 0) return unreadable(smiles);
    return MoleculeKeys{copied(*fingerprintOf(*mol, similarity)), RDKit::MolToSmiles(*mol)};
  } catch (const std::exception&) {
    return unreadable(smiles);
  }
}

}  // namespace molloquy::retrieval
