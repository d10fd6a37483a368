#pragma once

#include <span>
#include <string>
#include <vector>

#include "model/base/result.h"
#include "model/chem/molecule.h"

/// Parts of a structure by what they are. All results are sorted and without repeats.
namespace molloquy::chem {

enum class Part {
  Backbone,    ///< N, CA, C, O of amino acids, sugar and phosphate of nucleotides, with hydrogens.
  SideChains,  ///< what else residues of a chain have.
  Water,       ///< by residue name, or oxygens with two hydrogens and nothing else.
  Rings,       ///< atoms that are part of a ring.
  Hetero,      ///< neither carbon nor hydrogen.
  Hydrogens,
};

/// Linear in the atoms at any size.
std::vector<AtomIndex> atomsOfPart(const Molecule& molecule, Part part);

/// The atoms and all others of their residues; atoms without a residue stay single.
std::vector<AtomIndex> wholeResidues(const Molecule& molecule, std::span<const AtomIndex> atoms);

/// SMILES of some atoms: bonds to others are cut and leave nothing behind ("CC(=O)O" of aspirin's
/// acetyl group and its oxygen); hydrogens are written only where no heavy atom is chosen. A part
/// of an aromatic ring is written with double bonds.
/// Errors: InvalidInput (no atoms, one that is not there), Unsupported (no RDKit side), Internal.
Result<std::string> smilesOfSelection(const Molecule& molecule, std::span<const AtomIndex> atoms);

}  // namespace molloquy::chem
