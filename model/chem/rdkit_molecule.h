#pragma once

#include <memory>
#include <string>

#include <GraphMol/ROMol.h>
#include <GraphMol/RWMol.h>

#include "model/chem/molecule.h"

namespace molloquy::chem {

/// The RDKit side of a Molecule: the same atoms and bonds under the same indices, every hydrogen an
/// atom, no conformer.
///
/// Thread: a const molecule is searched by several threads at once, so everything RDKit would fill
/// in lazily is computed before it is shared: implicit valences, aromaticity, ring information
/// (symmetrised SSSR), hybridisation, stereo and CIP labels (`_CIPCode` on atoms and bonds).
/// Copy it (`RDKit::RWMol copy(*mol)`) before calling anything that takes a non-const molecule.
struct RdkitMolecule {
  std::shared_ptr<const RDKit::ROMol> mol;
};

/// A Molecule from a sanitised RDKit molecule; hydrogens that are still implicit are added after
/// the existing atoms. Conformers are left behind. Throws what RDKit throws (callers in model/chem
/// catch).
std::shared_ptr<const Molecule> fromRdkit(const RDKit::ROMol& sanitised, std::string name);

/// RDKit prints parse errors to stderr; the program tells them itself. Idempotent, any thread.
void silenceRdkitLog();

}  // namespace molloquy::chem
