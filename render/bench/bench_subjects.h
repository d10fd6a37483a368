#pragma once

#include <memory>
#include <string>

#include "model/chem/molecule.h"

namespace molloquy::render::bench {

/// A structure whose frames are timed.
struct Subject {
  std::string name;
  std::shared_ptr<const chem::Molecule> molecule;
  std::shared_ptr<const chem::Conformer> conformer;
};

/// Water at the density of the liquid, the same atoms every time. What three atoms do not divide is
/// filled with oxygens.
Subject waterBox(int atoms);

}  // namespace molloquy::render::bench
