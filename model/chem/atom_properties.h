#pragma once

#include <string>
#include <vector>

#include "model/base/result.h"
#include "model/chem/molecule.h"

namespace molloquy::chem {

/// Numbers and labels of every atom, for colouring, labels and tables.
struct AtomProperties {
  std::vector<double> partialCharge;  ///< elementary charges, by atom; empty where `note` says why.
  std::string chargeMethod;           ///< "Gasteiger", "GFN2-xTB (Mulliken)".
  std::vector<double> logpShare;      ///< Crippen's contribution to logP, hydrogens with their own.
  std::vector<std::string> cip;       ///< "R", "S", "r", "s"; empty where none.
  std::vector<std::string> bondCip;   ///< by bond: "E", "Z"; empty where none.
  std::string note;  ///< sentence for the person when there are no charges, else empty.
};

/// Gasteiger charges, Crippen contributions and CIP labels.
/// Errors: Unsupported (no RDKit side: too large, or built without), Internal.
/// Sources: Gasteiger and Marsili, Tetrahedron 36 (1980) 3219; Wildman and Crippen, J. Chem. Inf.
/// Comput. Sci. 39 (1999) 868.
Result<AtomProperties> atomProperties(const Molecule& molecule);

}  // namespace molloquy::chem
