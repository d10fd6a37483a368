#include "model/library/chemistry/fingerprints.h"

#include <memory>

#include <DataStructs/ExplicitBitVect.h>
#include <GraphMol/Fingerprints/Fingerprints.h>
#include <GraphMol/Fingerprints/MACCS.h>
#include <GraphMol/Fingerprints/MorganFingerprints.h>
#include <GraphMol/ROMol.h>

namespace molloquy::library {
namespace {

constexpr unsigned kBits = 8 * kFingerprintBytes;
constexpr unsigned kMorganRadius = 2;
constexpr unsigned kShortestPath = 1;
constexpr unsigned kLongestPath = 7;
constexpr unsigned kBitsPerPath = 2;
/// Bonds at one atom, and pairs of neighbouring bonds for each bond, above which branched paths
/// are left out.
constexpr double kMostNeighbourBonds = 4.5;

template <std::size_t N>
std::array<std::uint8_t, N> copied(const ExplicitBitVect& bits) {
  std::array<std::uint8_t, N> bytes{};
  IntVect on;
  bits.getOnBits(on);
  for (const int bit : on) {
    const auto at = static_cast<std::size_t>(bit);
    bytes[at / 8] = static_cast<std::uint8_t>(bytes[at / 8] | (1U << (at % 8)));
  }
  return bytes;
}

/// How many other bonds meet a bond, on average: what the number of subgraphs grows by.
double neighbourBonds(const RDKit::ROMol& mol) {
  if (mol.getNumBonds() == 0) return 0;
  double sum = 0;
  for (const RDKit::Bond* bond : mol.bonds()) {
    sum += bond->getBeginAtom()->getDegree() + bond->getEndAtom()->getDegree() - 2;
  }
  return sum / mol.getNumBonds();
}

}  // namespace

FingerprintBits morganBits(const RDKit::ROMol& heavy) {
  const std::unique_ptr<ExplicitBitVect> bits(
      RDKit::MorganFingerprints::getFingerprintAsBitVect(heavy, kMorganRadius, kBits));
  return copied<kFingerprintBytes>(*bits);
}

FingerprintBits pathBits(const RDKit::ROMol& heavy) {
  const bool branched = neighbourBonds(heavy) <= kMostNeighbourBonds;
  const std::unique_ptr<ExplicitBitVect> bits(
      RDKit::RDKFingerprintMol(heavy, kShortestPath, kLongestPath, kBits, kBitsPerPath,
                               /*useHs=*/true, /*tgtDensity=*/0.0, /*minSize=*/kBits, branched));
  return copied<kFingerprintBytes>(*bits);
}

FingerprintBits screenBits(const RDKit::ROMol& heavyOrPattern) {
  const std::unique_ptr<ExplicitBitVect> bits(RDKit::PatternFingerprintMol(heavyOrPattern, kBits));
  return copied<kFingerprintBytes>(*bits);
}

std::array<std::uint8_t, kMaccsBytes> maccsBits(const RDKit::ROMol& heavy) {
  const std::unique_ptr<ExplicitBitVect> bits(
      RDKit::MACCSFingerprints::getFingerprintAsBitVect(heavy));
  return copied<kMaccsBytes>(*bits);
}

}  // namespace molloquy::library
