#pragma once

namespace RDKit {
class ROMol;
}

namespace molloquy::facts {

/// Quantitative estimate of drug-likeness, 0..1, with the mean weights of the paper.
/// heavy  hydrogens implicit, sanitised.
/// Source: Bickerton et al., Nature Chemistry 4 (2012) 90, equations 1 and 2; parameters as in
/// RDKit's Chem/QED.py (version 1.1.0). Throws what RDKit throws.
double qedOf(const RDKit::ROMol& heavy);

}  // namespace molloquy::facts
