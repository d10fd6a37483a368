#pragma once

#include <string>

#include "model/chem/molecule.h"

namespace molloquy::facts {

/// The two facts that a list of records shows; cheap enough for thousands of them.
struct Summary {
  std::string formula;     ///< Hill order, plain: "C9H8O4"; empty when it cannot be computed.
  double averageMass = 0;  ///< g/mol.
};

/// Never throws. Any thread.
Summary summarize(const chem::Molecule& molecule);

}  // namespace molloquy::facts
