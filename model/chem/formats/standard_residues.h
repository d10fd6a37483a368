#pragma once

#include <span>
#include <string_view>

namespace molloquy::chem {

/// A double bond of a standard residue: from `atom` to `first`, or to `second` when the first
/// carries a hydrogen and the second none (tautomers, acids).
struct ResidueDoubleBond {
  std::string_view residue;
  std::string_view atom;
  std::string_view first;
  std::string_view second;
};

/// Whether the residue is one of the 20 amino acids (with selenomethionine and the names that
/// force fields give their protonation states), a nucleotide of RNA or DNA, or water.
bool isStandardResidue(std::string_view name);
bool isAminoAcid(std::string_view name);
bool isNucleotide(std::string_view name);
bool isWater(std::string_view name);
/// Double bonds of a residue's side chain or base; the backbone's apart.
std::span<const ResidueDoubleBond> doubleBondsOf(std::string_view name);

}  // namespace molloquy::chem
