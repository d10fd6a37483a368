#include "model/chem/formats/atom_labels.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>

namespace molloquy::chem {
namespace {

Residue unknownResidue(int number) {
  Residue residue;
  residue.name.assign("UNL");
  residue.number = number;
  residue.chain.assign(1, 'X');
  residue.hetero = true;
  return residue;
}

void makeUnique(Biopolymer& labels) {
  std::unordered_set<std::string> taken;
  taken.reserve(labels.atomNames.size());
  for (std::size_t i = 0; i < labels.atomNames.size(); ++i) {
    const std::string plain = labels.atomNames[i];
    const auto key = [&] { return fmt::format("{} {}", labels.residueOf[i], labels.atomNames[i]); };
    for (int copy = 2; !taken.insert(key()).second; ++copy) {
      labels.atomNames[i] = fmt::format("{}_{}", plain, copy);
    }
  }
}

}  // namespace

Biopolymer labelledResidues(const Molecule& molecule) {
  Biopolymer labels;
  if (molecule.biopolymer()) labels = *molecule.biopolymer();
  const std::size_t atoms = molecule.atoms().size();
  labels.residueOf.resize(atoms, Biopolymer::kNoResidue);
  labels.atomNames.resize(atoms);
  std::unordered_map<int, int> numbers;
  std::uint32_t unknown = Biopolymer::kNoResidue;
  for (std::size_t i = 0; i < atoms; ++i) {
    const bool homeless = labels.residueOf[i] == Biopolymer::kNoResidue;
    if (homeless && unknown == Biopolymer::kNoResidue) {
      unknown = static_cast<std::uint32_t>(labels.residues.size());
      labels.residues.push_back(unknownResidue(static_cast<int>(unknown) + 1));
    }
    if (homeless) labels.residueOf[i] = unknown;
    if (!labels.atomNames[i].empty()) continue;
    const int element = molecule.atoms()[i].atomicNumber;
    labels.atomNames[i] =
        fmt::format("{}{}", element == 0 ? "X" : elementSymbol(element), ++numbers[element]);
  }
  makeUnique(labels);
  return labels;
}

std::vector<std::uint32_t> orderByResidue(const Biopolymer& labels) {
  std::vector<std::uint32_t> order(labels.residueOf.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(), [&labels](std::uint32_t a, std::uint32_t b) {
    return labels.residueOf[a] < labels.residueOf[b];
  });
  return order;
}

}  // namespace molloquy::chem
