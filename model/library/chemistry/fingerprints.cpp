#include "model/library/chemistry/fingerprints.h"

#include <cmath>
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
constexpr unsigned kShortestLongestPath = 3;
/// Subgraphs that are walked for one molecule; a second's work.
constexpr double kMostSubgraphs = 2.5e6;
/// A bond more multiplies the subgraphs by the bonds that meet a bond and about this.
constexpr double kBranching = 1.6;

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

unsigned longestPathOf(const RDKit::ROMol& mol) {
  const double growth = kBranching * neighbourBonds(mol);
  unsigned longest = kShortestLongestPath;
  double subgraphs = mol.getNumBonds() * std::pow(growth, longest);
  for (; longest < kLongestPath && subgraphs <= kMostSubgraphs; ++longest) subgraphs *= growth;
  return longest;
}

/// Whether the patterns, of at most seven atoms, are found in reasonable time.
bool canBeScreened(const RDKit::ROMol& mol) {
  constexpr int kPatternBonds = 6;
  return mol.getNumBonds() * std::pow(neighbourBonds(mol), kPatternBonds) <= kMostSubgraphs;
}

}  // namespace

FingerprintBits morganBits(const RDKit::ROMol& heavy) {
  const std::unique_ptr<ExplicitBitVect> bits(
      RDKit::MorganFingerprints::getFingerprintAsBitVect(heavy, kMorganRadius, kBits));
  return copied<kFingerprintBytes>(*bits);
}

FingerprintBits pathBits(const RDKit::ROMol& heavy) {
  const std::unique_ptr<ExplicitBitVect> bits(
      RDKit::RDKFingerprintMol(heavy, kShortestPath, longestPathOf(heavy), kBits, kBitsPerPath));
  return copied<kFingerprintBytes>(*bits);
}

FingerprintBits screenBits(const RDKit::ROMol& heavy) {
  if (!canBeScreened(heavy)) {
    FingerprintBits all{};
    all.fill(0xFF);
    return all;
  }
  const std::unique_ptr<ExplicitBitVect> bits(RDKit::PatternFingerprintMol(heavy, kBits));
  return copied<kFingerprintBytes>(*bits);
}

FingerprintBits screenBitsOfPattern(const RDKit::ROMol& pattern) {
  if (!canBeScreened(pattern)) return {};
  const std::unique_ptr<ExplicitBitVect> bits(RDKit::PatternFingerprintMol(pattern, kBits));
  return copied<kFingerprintBytes>(*bits);
}

std::array<std::uint8_t, kMaccsBytes> maccsBits(const RDKit::ROMol& heavy) {
  const std::unique_ptr<ExplicitBitVect> bits(
      RDKit::MACCSFingerprints::getFingerprintAsBitVect(heavy));
  return copied<kMaccsBytes>(*bits);
}

}  // namespace molloquy::library
