#pragma once

#include <QString>

#include "model/chem/molecule.h"

namespace molloquy::pubchem {

/// What the parts of a structure beside its largest make of it: "hydrochloride", "sodium salt",
/// "hydrate", else "2 parts"; empty for one part.
QString saltWords(const chem::Molecule& molecule);

/// "with deuterium", "with carbon-13"; empty without marked isotopes.
QString isotopeWords(const chem::Molecule& molecule);

/// Whether any bond belongs to a ring.
bool hasRing(const chem::Molecule& molecule);

}  // namespace molloquy::pubchem
