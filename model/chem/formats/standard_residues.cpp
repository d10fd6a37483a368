#include "model/chem/formats/standard_residues.h"

#include <algorithm>
#include <array>

namespace molloquy::chem {
namespace {

// Kekule forms after the residue diagrams of IUPAC-IUB (Eur. J. Biochem. 138 (1984) 9) and
// (Eur. J. Biochem. 15 (1970) 203), neutral tautomers. Sorted by residue.
constexpr std::array kDoubleBonds = {
    ResidueDoubleBond{"A", "C8", "N7", ""},       ResidueDoubleBond{"A", "C4", "C5", ""},
    ResidueDoubleBond{"A", "C6", "N1", ""},       ResidueDoubleBond{"A", "C2", "N3", ""},
    ResidueDoubleBond{"ARG", "CZ", "NH2", "NH1"}, ResidueDoubleBond{"ASH", "CG", "OD1", "OD2"},
    ResidueDoubleBond{"ASN", "CG", "OD1", ""},    ResidueDoubleBond{"ASP", "CG", "OD1", "OD2"},
    ResidueDoubleBond{"C", "C2", "O2", ""},       ResidueDoubleBond{"C", "C4", "N3", ""},
    ResidueDoubleBond{"C", "C5", "C6", ""},       ResidueDoubleBond{"DA", "C8", "N7", ""},
    ResidueDoubleBond{"DA", "C4", "C5", ""},      ResidueDoubleBond{"DA", "C6", "N1", ""},
    ResidueDoubleBond{"DA", "C2", "N3", ""},      ResidueDoubleBond{"DC", "C2", "O2", ""},
    ResidueDoubleBond{"DC", "C4", "N3", ""},      ResidueDoubleBond{"DC", "C5", "C6", ""},
    ResidueDoubleBond{"DG", "C8", "N7", ""},      ResidueDoubleBond{"DG", "C4", "C5", ""},
    ResidueDoubleBond{"DG", "C6", "O6", ""},      ResidueDoubleBond{"DG", "C2", "N3", ""},
    ResidueDoubleBond{"DT", "C2", "O2", ""},      ResidueDoubleBond{"DT", "C4", "O4", ""},
    ResidueDoubleBond{"DT", "C5", "C6", ""},      ResidueDoubleBond{"G", "C8", "N7", ""},
    ResidueDoubleBond{"G", "C4", "C5", ""},       ResidueDoubleBond{"G", "C6", "O6", ""},
    ResidueDoubleBond{"G", "C2", "N3", ""},       ResidueDoubleBond{"GLH", "CD", "OE1", "OE2"},
    ResidueDoubleBond{"GLN", "CD", "OE1", ""},    ResidueDoubleBond{"GLU", "CD", "OE1", "OE2"},
    ResidueDoubleBond{"HID", "CG", "CD2", ""},    ResidueDoubleBond{"HID", "CE1", "NE2", "ND1"},
    ResidueDoubleBond{"HIE", "CG", "CD2", ""},    ResidueDoubleBond{"HIE", "CE1", "ND1", "NE2"},
    ResidueDoubleBond{"HIP", "CG", "CD2", ""},    ResidueDoubleBond{"HIP", "CE1", "ND1", "NE2"},
    ResidueDoubleBond{"HIS", "CG", "CD2", ""},    ResidueDoubleBond{"HIS", "CE1", "ND1", "NE2"},
    ResidueDoubleBond{"PHE", "CG", "CD1", ""},    ResidueDoubleBond{"PHE", "CD2", "CE2", ""},
    ResidueDoubleBond{"PHE", "CE1", "CZ", ""},    ResidueDoubleBond{"TRP", "CG", "CD1", ""},
    ResidueDoubleBond{"TRP", "CD2", "CE2", ""},   ResidueDoubleBond{"TRP", "CE3", "CZ3", ""},
    ResidueDoubleBond{"TRP", "CZ2", "CH2", ""},   ResidueDoubleBond{"TYR", "CG", "CD1", ""},
    ResidueDoubleBond{"TYR", "CD2", "CE2", ""},   ResidueDoubleBond{"TYR", "CE1", "CZ", ""},
    ResidueDoubleBond{"U", "C2", "O2", ""},       ResidueDoubleBond{"U", "C4", "O4", ""},
    ResidueDoubleBond{"U", "C5", "C6", ""},
};

constexpr std::array<std::string_view, 31> kAminoAcids = {
    "ALA", "ARG", "ASH", "ASN", "ASP", "CYM", "CYS", "CYX", "GLH", "GLN", "GLU",
    "GLY", "HID", "HIE", "HIP", "HIS", "ILE", "LEU", "LYN", "LYS", "MET", "MSE",
    "PHE", "PRO", "SEC", "SER", "THR", "TRP", "TYR", "UNK", "VAL"};
constexpr std::array<std::string_view, 8> kNucleotides = {"A",  "C",  "DA", "DC",
                                                          "DG", "DT", "G",  "U"};
constexpr std::array<std::string_view, 5> kWaters = {"DOD", "HOH", "TIP3", "WAT", "SOL"};

template <class Names>
bool contains(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

bool isAminoAcid(std::string_view name) {
  return std::binary_search(kAminoAcids.begin(), kAminoAcids.end(), name);
}

bool isNucleotide(std::string_view name) { return contains(kNucleotides, name); }

bool isWater(std::string_view name) { return contains(kWaters, name); }

bool isStandardResidue(std::string_view name) {
  return isAminoAcid(name) || isNucleotide(name) || isWater(name);
}

std::span<const ResidueDoubleBond> doubleBondsOf(std::string_view name) {
  const auto first = std::lower_bound(
      kDoubleBonds.begin(), kDoubleBonds.end(), name,
      [](const ResidueDoubleBond& bond, std::string_view wanted) { return bond.residue < wanted; });
  auto last = first;
  while (last != kDoubleBonds.end() && last->residue == name) ++last;
  return {first, last};
}

}  // namespace molloquy::chem
