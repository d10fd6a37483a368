#pragma once

#include <vector>

#include "model/facts/computed_facts.h"

namespace molloquy::test {

/// Facts of aspirin as the program computes them, for the tests of the panels.
inline std::vector<facts::Fact> aspirinFacts() {
  return {
      {"formula", "Formula", "C9H8O4", "", "", "Molecular formula in Hill order."},
      {"average_mass", "Average mass", "180.159", "g/mol", "",
       "Sum of the standard atomic weights, hydrogens included."},
      {"exact_mass", "Exact mass", "180.04226", "Da", "",
       "Sum of the most common isotopes' masses."},
      {"heavy_atoms", "Heavy atoms", "13", "", "", "Atoms other than hydrogen."},
      {"rings", "Rings", "1", "", "", "Smallest set of smallest rings."},
      {"aromatic_rings", "Aromatic rings", "1", "", "", "Rings whose bonds are all aromatic."},
      {"formal_charge", "Formal charge", "-1", "e", "", "Sum of the formal charges."},
      {"stereocentres", "Stereocentres", "0", "", "", "Tetrahedral centres, marked or not."},
      {"tpsa", "TPSA", "63.60", "\xC3\x85\xC2\xB2", "",
       "Topological polar surface area after Ertl (2000), nitrogen and oxygen only."},
      {"logp", "LogP", "1.310", "", "Crippen",
       "Octanol-water partition after Wildman and Crippen."},
      {"hbond_donors", "H-bond donors", "1", "", "", "N-H and O-H."},
      {"hbond_acceptors", "H-bond acceptors", "3", "", "", "Acceptors by the patterns of RDKit."},
      {"rotatable_bonds", "Rotatable bonds", "2", "", "strict",
       "Single bonds between heavy atoms outside rings, amides and esters left out."},
      {"fraction_sp3", "Fraction sp\xC2\xB3", "0.111", "", "", "Share of carbons that are sp3."},
      {"qed", "QED", "", "", "", "QED could not be computed: RDKit found no parameters."},
      {"canonical_smiles", "SMILES", "CC(=O)Oc1ccccc1C(=O)O", "", "", "Canonical SMILES of RDKit."},
      {"inchi", "InChI", "InChI=1S/C9H8O4/c1-6(10)13-8-5-3-2-4-7(8)9(11)12/h2-5H,1H3,(H,11,12)", "",
       "", "IUPAC identifier, InChI 1.03, standard."},
      {"inchikey", "InChIKey", "BSYNRYMUTXBXSQ-UHFFFAOYSA-N", "", "", "Hash of the InChI."},
  };
}

}  // namespace molloquy::test
