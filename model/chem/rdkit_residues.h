#pragma once

#include <memory>

#include <GraphMol/ROMol.h>
#include <GraphMol/RWMol.h>

#include "model/chem/molecule.h"

namespace molloquy::chem {

/// Puts residues and atom names on RDKit's atoms (AtomPDBResidueInfo), where they survive copies
/// and edits. The segment number tells residues of the same name and number apart.
void markResidues(RDKit::RWMol& mol, const Biopolymer& biopolymer);

/// The residues of marked atoms; null when no atom is marked. A hydrogen without a mark belongs to
/// the residue of the atom that carries it, and gets its name from it ("CB" -> "HB2").
std::shared_ptr<const Biopolymer> biopolymerOf(const RDKit::ROMol& mol);

}  // namespace molloquy::chem
