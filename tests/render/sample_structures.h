#pragma once

#include <memory>
#include <utility>

#include "model/chem/molecule.h"
#include "render/style.h"

namespace molloquy::test {

/// A molecule with positions, made without any chemistry library.
struct Sample {
  std::shared_ptr<const chem::Molecule> molecule;
  std::shared_ptr<const chem::Conformer> conformer;
};

/// Aspirin, 21 atoms in the order of CC(=O)Oc1ccccc1C(=O)O, MMFF94 geometry (RDKit 2022.09, seed
/// 7). Acetyl group: atoms 0-2 and hydrogens 13-15.
Sample aspirin();

/// `count` carbon atoms on the z axis, `spacing` angstrom apart from z = 0 towards the viewer.
Sample carbonRow(int count, double spacing);

/// `count` water molecules on a jittered grid, the same ones every time: 3 atoms each, liquid
/// density.
Sample waterBox(int count);

/// Loud colours that no shading can mix up: white background, blue pin A, magenta pin B.
render::SceneColours testColours();

}  // namespace molloquy::test
