#pragma once

#include <string>
#include <vector>

#include "model/base/result.h"
#include "model/chem/molecule.h"

namespace molloquy::facts {

/// One computed value with the definition it was computed by. A number without its origin is not
/// shown.
struct Fact {
  std::string id;          ///< stable key for programs: "average_mass".
  std::string label;       ///< "Average mass".
  std::string value;       ///< as shown: "180.159"; formulas plain ("C9H8O4").
  std::string unit;        ///< "g/mol", or empty.
  std::string qualifier;   ///< the choice among definitions, shown beside the value: "strict".
  std::string definition;  ///< sentence: what it is, method, source, library and version.
};

/// In order: formula, average_mass, exact_mass, heavy_atoms, rings, aromatic_rings, formal_charge,
/// stereocentres, tpsa, logp, hbond_donors, hbond_acceptors, rotatable_bonds, fraction_sp3, qed,
/// complexity, canonical_smiles, inchi, inchikey.
/// Errors: Unsupported (no RDKit). A single fact that cannot be computed has an empty value and its
/// definition says why.
Result<std::vector<Fact>> computeFacts(const chem::Molecule& molecule);

}  // namespace molloquy::facts
