#pragma once

#include "model/chem/inchi.h"

namespace molloquy::facts {

using chem::InchiNames;
using chem::inchiOf;

}  // namespace molloquy::facts
