#pragma once

#include <string>

namespace molloquy::describer {

/// English name of an element, lower case; "dummy" for 0 and numbers that are no element.
std::string elementName(int atomicNumber);

/// Name of the anion a bare atom forms: "chloride" for 17; empty when it has none.
std::string anionName(int atomicNumber);

}  // namespace molloquy::describer
