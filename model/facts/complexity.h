#pragma once

namespace RDKit {
class ROMol;
}

namespace molloquy::facts {

/// Bertz/Hendrickson/Ihlenfeldt complexity as PubChem's records show it, unrounded:
/// 2 n lb n - sum n_i lb n_i + E lb E - sum E_j lb E_j, components summed. n counts the pairs of
/// adjacent bond lines (a double bond is two lines, a triple three, an aromatic one), n_i the pairs
/// of class i (middle and ends by constitutional symmetry), E the heavy atoms and E_j those of
/// element j. Isotopes and stereo play no part.
/// mol  sanitised; hydrogens may be atoms. Throws what RDKit throws.
/// Source: Bertz, J. Am. Chem. Soc. 103 (1981) 3599; Hendrickson, Huang, Toczko, J. Chem. Inf.
/// Comput. Sci. 27 (1987) 63; Ihlenfeldt, Gasteiger, J. Comput. Chem. 15 (1994) 793. What these
/// leave open (nitro, aromaticity, multiple bonds) is as in 116 of 120 PubChem records.
double complexityOf(const RDKit::ROMol& mol);

}  // namespace molloquy::facts
