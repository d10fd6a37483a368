#pragma once

#include <string>

#include "model/chem/molecule.h"

namespace molloquy::facts {

/// What a list shows of a molecule; cheap enough for ten thousand records.
struct Summary {
  std::string formula;     ///< Hill order, plain: "C9H8O4".
  double averageMass = 0;  ///< g/mol; 0 in a build without RDKit.
};

Summary summarize(const chem::Molecule& molecule);

}  // namespace molloquy::facts
