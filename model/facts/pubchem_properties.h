#pragma once

#include <string>

#include "model/base/result.h"
#include "model/chem/molecule.h"

namespace molloquy::facts {

/// The four properties of PubChem records that are computed from the structure alone, unrounded.
struct PubchemProperties {
  double molecularWeight = 0;  ///< g/mol.
  double logP = 0;             ///< Wildman-Crippen; PubChem itself shows XLogP3.
  double tpsa = 0;             ///< square angstrom.
  double complexity = 0;
};

/// All components count.
/// Errors: Unsupported (a structure that was not read, no RDKit), Internal (what RDKit says).
/// Thread: any.
Result<PubchemProperties> pubchemProperties(const chem::Molecule& molecule);

/// Rounded to three significant digits, as PubChem prints complexity and TPSA.
double toThreeDigits(double value);

/// One sentence each: what the number is and where it comes from.
enum class PubchemProperty { MolecularWeight, LogP, Tpsa, Complexity };
std::string definitionOf(PubchemProperty property);

}  // namespace molloquy::facts
