#pragma once

#include <memory>
#include <string>

#include <GraphMol/Bond.h>
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

/// RDKit's bond types that have a counterpart; the others are Other, and Other is a bond of order
/// zero.
BondOrder bondOrderOf(RDKit::Bond::BondType type);
RDKit::Bond::BondType bondTypeOf(BondOrder order);

/// A Molecule from a sanitised RDKit molecule; hydrogens that are still implicit are added after
/// the existing atoms. Residues that atoms are marked with (markResidues) become its biopolymer.
/// Conformers are left behind. Throws what RDKit throws (callers in model/chem
/// catch).
std::shared_ptr<const Molecule> fromRdkit(const RDKit::ROMol& sanitised, std::string name);

/// A copy without the hydrogens that a drawing writes beside their atom (drawable.cpp). Hydrogens
/// that say something stay: isotopes, those of H2, and those of a centre shared by rings, whose
/// wedge they carry. Throws what RDKit throws.
std::unique_ptr<RDKit::RWMol> withoutPlainHydrogens(const RDKit::ROMol& mol);

/// Index in the Molecule of an atom of such a copy.
std::size_t moleculeIndex(const RDKit::Atom& atom);

/// Puts residues and atom names on RDKit's atoms (AtomPDBResidueInfo), where they survive copies
/// and edits. The segment number tells residues of the same name and number apart.
void markResidues(RDKit::RWMol& mol, const Biopolymer& biopolymer);

/// The residues of marked atoms; null when no atom is marked. A hydrogen without a mark belongs to
/// the residue of the atom that carries it, and gets its name from it ("CB" -> "HB2").
std::shared_ptr<const Biopolymer> biopolymerOf(const RDKit::ROMol& mol);

/// RDKit prints parse errors to stderr; the program tells them itself. Idempotent, any thread.
void silenceRdkitLog();

}  // namespace molloquy::chem
