#include <cmath>

#include "model/facts/pubchem_properties.h"

namespace molloquy::facts {

double toThreeDigits(double value) {
  if (value == 0 || !std::isfinite(value)) return value;
  const double scale = std::pow(10.0, 2 - std::floor(std::log10(std::abs(value))));
  return std::round(value * scale) / scale;
}

std::string definitionOf(PubchemProperty property) {
  switch (property) {
    case PubchemProperty::MolecularWeight:
      return "Average molecular weight from the formula of all components, isotopes as drawn.";
    case PubchemProperty::LogP:
      return "Wildman-Crippen LogP, not XLogP3.";
    case PubchemProperty::Tpsa:
      return "Ertl TPSA (N, O, S; PubChem convention).";
    case PubchemProperty::Complexity:
      return "Bertz/Hendrickson/Ihlenfeldt complexity.";
  }
  return "";
}

}  // namespace molloquy::facts
