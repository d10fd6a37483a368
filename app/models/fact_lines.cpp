#include "app/models/fact_lines.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace molloquy::app {

std::vector<std::string> factLines(std::span<const facts::Fact> facts) {
  constexpr std::array<std::string_view, 3> kIdentifiers = {"canonical_smiles", "inchi",
                                                            "inchikey"};
  std::vector<std::string> lines;
  for (const facts::Fact& fact : facts) {
    const bool identifier =
        std::find(kIdentifiers.begin(), kIdentifiers.end(), fact.id) != kIdentifiers.end();
    if (identifier || fact.value.empty()) continue;
    std::string line = fact.label;
    if (!fact.qualifier.empty()) line += " (" + fact.qualifier + ")";
    line += ": " + fact.value;
    if (!fact.unit.empty()) line += " " + fact.unit;
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace molloquy::app
