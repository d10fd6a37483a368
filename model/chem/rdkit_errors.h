#pragma once

#include <functional>
#include <string>
#include <vector>

#include "model/base/result.h"

namespace molloquy::chem {

/// How an input calls its atoms in error sentences.
struct AtomPlaces {
  /// "C2 at column 5" or "C2 (line 9)"; gets a 0-based atom index.
  std::function<std::string(unsigned)> name;
  /// What the input is: "SMILES", "This record".
  std::string subject;
};

/// Turns the exception being handled into an Error whose sentence names the atom and the remedy.
/// Call it inside a catch (...) block only; never throws anything but std::bad_alloc.
Error currentRdkitError(const AtomPlaces& places);

}  // namespace molloquy::chem
