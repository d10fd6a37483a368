#pragma once

#include <memory>
#include <string>
#include <vector>

#include "model/chem/geometry.h"
#include "model/chem/molecule.h"

/// What RDKit finds out about a graph with positions. Throws what RDKit throws.
namespace molloquy::chem::edit {

/// Atoms and bonds with aromaticity, and RDKit's molecule with everything computed.
struct Perceived {
  std::vector<Atom> atoms;
  std::vector<Bond> bonds;
  std::shared_ptr<const RdkitMolecule> rdkit;
  std::vector<std::string> warnings;
};

/// No atom is added or taken away. Bonds come with their Kekule orders (or aromatic where there are
/// none yet); aromaticity is RDKit's model; stereo is that of the positions. A step that RDKit
/// refuses (a ring that cannot be written with double bonds) is left out with a warning.
/// Neutral nitro groups and the like get the charges they are usually written with.
Perceived perceived3D(const std::vector<Atom>& atoms, const std::vector<Bond>& bonds,
                      const Positions& positions);

/// Whether a centre or double bond that has a stereo mark turned over between two sets of
/// positions. False without an RDKit side.
bool stereoChanged(const Molecule& molecule, const Positions& before, const Positions& after);

}  // namespace molloquy::chem::edit
