#pragma once

#include <string>

#include "model/chem/molecule.h"

namespace molloquy::reflect {

/// Whether a search for the pattern in the molecule ends soon: the pattern is walked through the
/// molecule by a search that looks at elements and bonds only, and gives up after 200,000 steps.
/// The real search knows more and takes fewer. A pattern that cannot be read is affordable: it is
/// refused elsewhere.
bool isAffordable(const chem::Molecule& molecule, const std::string& pattern);

}  // namespace molloquy::reflect
