#include "model/library/conformer_record.h"

#include <algorithm>
#include <cstring>
#include <utility>
#include <vector>

namespace molloquy::library {
namespace {

constexpr std::size_t kPointBytes = 3 * sizeof(float);

std::vector<std::pair<std::uint32_t, std::uint32_t>> bondPairs(const chem::Molecule& molecule) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
  pairs.reserve(molecule.bonds().size());
  for (const chem::Bond& bond : molecule.bonds()) {
    pairs.emplace_back(std::min(bond.begin.value, bond.end.value),
                       std::max(bond.begin.value, bond.end.value));
  }
  std::sort(pairs.begin(), pairs.end());
  return pairs;
}

}  // namespace

std::string packPositions(const chem::Conformer& conformer) {
  std::string bytes(conformer.positions.size() * kPointBytes, '\0');
  char* place = bytes.data();
  for (const chem::Point3& point : conformer.positions) {
    for (const double coordinate : point) {
      const auto number = static_cast<float>(coordinate);
      std::memcpy(place, &number, sizeof number);
      place += sizeof number;
    }
  }
  return bytes;
}

std::vector<chem::Point3> unpackPositions(std::string_view bytes) {
  std::vector<chem::Point3> positions;
  if (bytes.size() % kPointBytes != 0) return positions;
  positions.resize(bytes.size() / kPointBytes);
  const char* place = bytes.data();
  for (chem::Point3& point : positions) {
    for (double& coordinate : point) {
      float number = 0;
      std::memcpy(&number, place, sizeof number);
      coordinate = number;
      place += sizeof number;
    }
  }
  return positions;
}

bool sameAtomOrder(const chem::Molecule& a, const chem::Molecule& b) {
  const auto sameElement = [](const chem::Atom& left, const chem::Atom& right) {
    return left.atomicNumber == right.atomicNumber && left.isotope == right.isotope;
  };
  return std::equal(a.atoms().begin(), a.atoms().end(), b.atoms().begin(), b.atoms().end(),
                    sameElement) &&
         bondPairs(a) == bondPairs(b);
}

}  // namespace molloquy::library
