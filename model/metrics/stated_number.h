#pragma once

#include <optional>
#include <string_view>

namespace molloquy::metrics {

/// What a number in an answer measures; decides which units are known.
enum class Quantity {
  Energy,     ///< eV; also meV, Hartree, kcal/mol, kJ/mol.
  Area,       ///< square angstrom; also square nanometre.
  Mass,       ///< g/mol; also Da, kDa, u.
  PureNumber  ///< no unit.
};

/// The first decimal fraction in a text, digits on both sides of a point: what the regular
/// expression -?\d+\.\d+ finds. An integer is none, an exponent is not read.
/// Source: 3D-MoLM, read_generalist_results.py.
std::optional<double> firstFraction(std::string_view utf8);

/// The number that a text states, in the quantity's first unit: the first one with a unit of the
/// quantity, else the first one without. Read are signs, integers, points, commas between
/// thousands and exponents ("1.2e+05", "1.2 x 10^5", "1.2×10⁵"). Numbers inside names ("6-31G",
/// "C17", "HOMO-1", "3D") and shares in percent are none.
std::optional<double> statedNumber(std::string_view utf8, Quantity quantity);

}  // namespace molloquy::metrics
