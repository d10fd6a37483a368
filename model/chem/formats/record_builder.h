#pragma once

#include <string>

#include "model/chem/structure_reader.h"

namespace RDKit {
class RWMol;
}

namespace molloquy::chem {

/// A record from a sanitised molecule whose conformers, if any, came from the file; all of them are
/// kept. Missing hydrogens are added with positions and the conformers' note says how many.
/// Throws what RDKit throws.
StructureRecord recordFromRdkit(const RDKit::RWMol& sanitised, std::string name, std::string note);

}  // namespace molloquy::chem
