#include <algorithm>
#include <string_view>

#include "model/chem/secondary_structure.h"

namespace molloquy::chem {
namespace {

/// The prime of sugar atoms is an asterisk in old files.
bool isSugar(std::string_view name, std::string_view plain) {
  return name.size() == plain.size() + 1 && name.substr(0, plain.size()) == plain &&
         (name.back() == '\'' || name.back() == '*');
}

struct BaseAtoms {
  std::optional<AtomIndex> n1, n3, n9;
};

/// The slot of the backbone that an atom's name stands for, or null.
std::optional<AtomIndex>* slotOf(Backbone& backbone, BaseAtoms& base, std::string_view name) {
  if (name == "CA") return &backbone.alpha;
  if (name == "N") return &backbone.nitrogen;
  if (name == "C") return &backbone.carbon;
  if (name == "O" || name == "OT1" || name == "O1") return &backbone.oxygen;
  if (name == "P") return &backbone.phosphorus;
  if (isSugar(name, "C3")) return &backbone.sugar;
  if (name == "N1") return &base.n1;
  if (name == "N3") return &base.n3;
  if (name == "N9") return &base.n9;
  return nullptr;
}

}  // namespace

std::vector<Backbone> backboneOf(const Biopolymer& biopolymer) {
  std::vector<Backbone> backbones(biopolymer.residues.size());
  std::vector<BaseAtoms> bases(biopolymer.residues.size());
  for (std::uint32_t i = 0; i < backbones.size(); ++i) backbones[i].residue = i;
  const std::size_t atoms = std::min(biopolymer.residueOf.size(), biopolymer.atomNames.size());
  for (std::size_t atom = 0; atom < atoms; ++atom) {
    const std::uint32_t residue = biopolymer.residueOf[atom];
    if (residue >= backbones.size()) continue;
    auto* slot = slotOf(backbones[residue], bases[residue], biopolymer.atomNames[atom]);
    // The first of alternative locations counts.
    if (slot != nullptr && !*slot) *slot = AtomIndex(static_cast<std::uint32_t>(atom));
  }
  for (std::size_t i = 0; i < backbones.size(); ++i) {
    if (backbones[i].sugar) backbones[i].base = bases[i].n9 ? bases[i].n1 : bases[i].n3;
  }
  return backbones;
}

bool hasFolds(const Biopolymer& biopolymer) {
  return std::any_of(biopolymer.residues.begin(), biopolymer.residues.end(),
                     [](const Residue& residue) { return residue.fold != Fold::Coil; });
}

}  // namespace molloquy::chem
