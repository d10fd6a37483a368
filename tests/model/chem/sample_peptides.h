#pragma once

#include <memory>
#include <string>
#include <vector>

#include "model/chem/molecule.h"

namespace molloquy::test {

/// A peptide made by formula: standard bond lengths and angles, one pair of torsions all along.
struct Peptide {
  std::shared_ptr<const chem::Molecule> molecule;
  std::vector<chem::Point3> positions;
};

/// How chains lie beside each other.
enum class Course { Parallel, Antiparallel };

/// What each residue of a sample is made with.
struct PeptidePlan {
  int residues = 12;
  double phi = -57, psi = -47;  ///< degrees; an alpha helix.
  int copies = 1;               ///< chains A, B, ... side by side,
  double apart = 4.85;  ///< angstrom between them, along the C=O of the first chain's middle.
  Course course = Course::Parallel;
  bool oxygens = true;
};

/// Alanines with N, CA, C, O, CB and the hydrogen on N. Residues are named "coil" in the file's
/// way: no fold is given.
Peptide alanines(const PeptidePlan& plan);

/// Helices of 30 residues on a cubic lattice, at least `atoms` atoms.
Peptide helixCrowd(std::size_t atoms);

/// Nucleotides' C3', P and N1 on a helix of 10 a turn.
Peptide nucleotides(int residues);

/// The structure as a PDB file.
std::string toPdb(const Peptide& peptide);

}  // namespace molloquy::test
