#pragma once

#include <string>
#include <vector>

#include "model/base/result.h"
#include "model/chem/molecule.h"

namespace molloquy::chem {

/// SDF text, one record per conformer (V2000; V3000 above 999 atoms or bonds). The molecule's name
/// is the title; data fields tell the energy and how the positions were made.
/// Errors: InvalidInput (a conformer of another molecule), Unsupported (no RDKit), Internal.
Result<std::string> toSdf(const Molecule& molecule, const std::vector<Conformer>& conformers);

/// RDKit's canonical isomeric SMILES, hydrogens implicit: the form that models are asked with.
/// Errors: Unsupported (no RDKit), Internal.
Result<std::string> canonicalSmiles(const Molecule& molecule);

/// How positions were made, for files and people: "ETKDGv3, minimised with MMFF94", "file".
std::string geometryName(GeometrySource source);

}  // namespace molloquy::chem
