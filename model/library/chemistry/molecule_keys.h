#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/base/result.h"
#include "model/library/search_query.h"

namespace molloquy::library {

inline constexpr std::size_t kFingerprintBytes = 256;  ///< Morgan, path and screen: 2,048 bits.
inline constexpr std::size_t kMaccsBytes = 24;         ///< 167 bits and zeros.
inline constexpr std::size_t kUsrcatNumbers = 60;

/// Everything a library computes of a molecule when it arrives.
struct MoleculeKeys {
  std::string inchiKey;  ///< see LibraryMolecule::inchiKey.
  std::string smiles;
  std::string formula;
  std::array<double, 9> computed{};  ///< by Computed.
  std::array<std::uint8_t, kFingerprintBytes> morgan{};
  std::array<std::uint8_t, kFingerprintBytes> path{};
  std::array<std::uint8_t, kFingerprintBytes> screen{};  ///< RDKit's pattern bits.
  std::array<std::uint8_t, kMaccsBytes> maccs{};
  std::string graph;  ///< RDKit's binary form, hydrogens included, for substructure searches.
};

/// knownInchiKey  the key a trustworthy source gave with the record, which spares its computation.
/// Errors: InvalidInput, Unsupported (too large for RDKit). Thread: any.
Result<MoleculeKeys> computeKeys(const chem::Molecule& molecule,
                                 const std::string& knownInchiKey = {});
/// USRCAT of one conformer (Schreyer, Blundell, J. Cheminform. 4 (2012) 27).
Result<std::array<float, kUsrcatNumbers>> computeShape(const chem::Molecule& molecule,
                                                       const chem::Conformer& conformer);
/// The molecule of MoleculeKeys::graph. Errors: Corrupt.
Result<std::shared_ptr<const chem::Molecule>> moleculeOfGraph(std::string_view graph,
                                                              std::string name);

/// A substructure to be found in many molecules.
class SubstructureQuery {
 public:
  /// SMARTS; what is no SMARTS but a SMILES is read as one. Errors: InvalidInput with the column.
  static Result<SubstructureQuery> parse(const std::string& text);
  /// Bits that every molecule with the substructure has; screens with MoleculeKeys::screen.
  [[nodiscard]] const std::array<std::uint8_t, kFingerprintBytes>& screen() const;
  /// SMARTS with which a server narrows the candidates; nullopt where hydrogens are asked for that
  /// no count says, which match() alone can find.
  [[nodiscard]] std::optional<std::string> smarts() const;
  /// The atoms of the first match, in the order of the graph; empty when there is none.
  [[nodiscard]] std::vector<AtomIndex> match(std::string_view graph) const;

 private:
  struct Pattern;
  std::shared_ptr<const Pattern> m_pattern;
};

/// Shape Tanimoto of two rigid shapes after the best overlay, 0..1 (volumes on a grid).
Result<double> shapeTanimoto(const chem::Molecule& a, const chem::Conformer& ofA,
                             const chem::Molecule& b, const chem::Conformer& ofB);

}  // namespace molloquy::library
