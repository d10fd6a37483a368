#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "model/chem/formats/polymer_model.h"

namespace molloquy::chem {

/// A category of an mmCIF data block: item names without the category, and rows of values.
struct CifTable {
  std::vector<std::string_view> items;
  std::vector<std::string_view> values;  ///< row after row.

  [[nodiscard]] std::size_t rowCount() const {
    return items.empty() ? 0 : values.size() / items.size();
  }
  /// Value of an item in a row; empty when there is no such item.
  [[nodiscard]] std::string_view at(std::size_t row, std::string_view item) const;
};

using CifTables = std::map<std::string, CifTable, std::less<>>;

/// Where the atoms of one model lie, for bonds that name them.
class NamedAtoms {
 public:
  explicit NamedAtoms(const Biopolymer& biopolymer);
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view chain, int number,
                                                  char insertion, std::string_view atom) const;

 private:
  const Biopolymer& m_biopolymer;
  std::map<std::tuple<std::string_view, int, char>, std::uint32_t> m_residues;
  std::vector<std::uint32_t> m_firstAtom;  ///< by residue, and one past the last.
};

/// Helices and strands of struct_conf and struct_sheet_range.
std::vector<FoldRange> foldRangesFrom(const CifTables& tables);
/// Bonds of struct_conn and chem_comp_bond.
KnownBonds knownBondsFrom(const CifTables& tables, const Biopolymer& biopolymer);

}  // namespace molloquy::chem
