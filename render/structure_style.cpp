#include "render/structure_style.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "render/colour_maps.h"

namespace molloquy::render {

namespace {

constexpr int kHydrogen = 1;
constexpr int kCarbon = 6;
/// Charges beyond this are as red or blue as they get; most of organic chemistry lies within.
constexpr double kFullCharge = 0.5;

const Rgb& elementColour(const std::array<Rgb, 119>& elements, int atomicNumber) {
  const bool known = atomicNumber >= 0 && atomicNumber < static_cast<int>(elements.size());
  return elements[known ? static_cast<std::size_t>(atomicNumber) : 0];
}

StructureStyle byElement(const chem::Molecule& molecule, const ViewStyle& style,
                         const SceneColours& colours) {
  const auto& elements =
      style.palette == ElementPalette::ColourBlind ? colours.colourBlindElements : colours.elements;
  StructureStyle looks(molecule.atoms().size());
  for (std::size_t i = 0; i < looks.size(); ++i) {
    looks[i].representation = style.representation;
    looks[i].colour = elementColour(elements, molecule.atoms()[i].atomicNumber);
  }
  return looks;
}

void colourByCharge(StructureStyle& looks, const std::vector<double>& charges) {
  for (std::size_t i = 0; i < std::min(looks.size(), charges.size()); ++i) {
    if (std::isfinite(charges[i])) looks[i].colour = redWhiteBlue(charges[i] / kFullCharge);
  }
}

/// Lowest value purple, highest yellow; one value for all is the middle.
void colourByNumber(StructureStyle& looks, const std::vector<double>& numbers) {
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (const double number : numbers) {
    if (!std::isfinite(number)) continue;
    low = std::min(low, number);
    high = std::max(high, number);
  }
  for (std::size_t i = 0; i < std::min(looks.size(), numbers.size()); ++i) {
    if (!std::isfinite(numbers[i])) continue;
    looks[i].colour = viridis(high > low ? (numbers[i] - low) / (high - low) : 0.5);
  }
}

Rgb foldColour(chem::Fold fold, const SceneColours& colours) {
  switch (fold) {
    case chem::Fold::Helix:
      return colours.pins[1];
    case chem::Fold::Strand:
      return colours.pins[3];
    case chem::Fold::Coil:
      break;
  }
  return elementColour(colours.elements, kCarbon);
}

/// One colour for each residue; atoms outside any residue keep their element's.
template <class ColourOf>
void colourByResidue(StructureStyle& looks, const chem::Biopolymer& biopolymer,
                     const ColourOf& colourOf) {
  std::vector<Rgb> colours;
  colours.reserve(biopolymer.residues.size());
  for (std::size_t i = 0; i < biopolymer.residues.size(); ++i) {
    colours.push_back(colourOf(biopolymer.residues[i], i));
  }
  for (std::size_t i = 0; i < std::min(looks.size(), biopolymer.residueOf.size()); ++i) {
    const std::uint32_t residue = biopolymer.residueOf[i];
    if (residue < colours.size()) looks[i].colour = colours[residue];
  }
}

void colourByPolymer(StructureStyle& looks, const chem::Molecule& molecule, ColourBy colourBy,
                     const SceneColours& colours) {
  if (!molecule.biopolymer()) return;
  const chem::Biopolymer& biopolymer = *molecule.biopolymer();
  const auto cycled = [&colours](std::size_t i) { return colours.pins[i % colours.pins.size()]; };
  std::map<std::string, std::size_t> chains;
  colourByResidue(looks, biopolymer, [&](const chem::Residue& residue, std::size_t index) {
    if (colourBy == ColourBy::Fold) return foldColour(residue.fold, colours);
    if (colourBy == ColourBy::Residue) return cycled(index);
    return cycled(chains.emplace(residue.chain, chains.size()).first->second);
  });
}

/// Hydrogens that stay: none, or those on anything but carbon.
void hideHydrogens(StructureStyle& looks, const chem::Molecule& molecule, HydrogenDisplay display) {
  if (display == HydrogenDisplay::All) return;
  const auto& atoms = molecule.atoms();
  std::vector<bool> hidden(atoms.size());
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    hidden[i] = atoms[i].atomicNumber == kHydrogen && display == HydrogenDisplay::None;
  }
  if (display == HydrogenDisplay::Polar) {
    const auto consider = [&](AtomIndex hydrogen, AtomIndex partner) {
      if (atoms[hydrogen.value].atomicNumber == kHydrogen &&
          atoms[partner.value].atomicNumber == kCarbon) {
        hidden[hydrogen.value] = true;
      }
    };
    for (const chem::Bond& bond : molecule.bonds()) {
      consider(bond.begin, bond.end);
      consider(bond.end, bond.begin);
    }
  }
  for (std::size_t i = 0; i < looks.size(); ++i) {
    if (hidden[i]) looks[i].shown = false;
  }
}

void colour(StructureStyle& looks, const chem::Molecule& molecule, ColourBy colourBy,
            const AtomValues& values, const SceneColours& colours) {
  switch (colourBy) {
    case ColourBy::Element:
      return;
    case ColourBy::PartialCharge:
      return colourByCharge(looks, values.partialCharge);
    case ColourBy::Custom:
      return colourByNumber(looks, values.custom);
    case ColourBy::Attention:
      return colourByNumber(looks, values.attention);
    case ColourBy::Chain:
    case ColourBy::Residue:
    case ColourBy::Fold:
      return colourByPolymer(looks, molecule, colourBy, colours);
  }
}

}  // namespace

StructureStyle resolveStyle(const chem::Molecule& molecule, const ViewStyle& style,
                            const AtomValues& values, const SceneColours& colours) {
  StructureStyle looks = byElement(molecule, style, colours);
  colour(looks, molecule, style.colourBy, values, colours);
  hideHydrogens(looks, molecule, style.hydrogens);
  for (const auto& [atom, representation] : style.exceptions) {
    if (atom.value < looks.size()) looks[atom.value].representation = representation;
  }
  for (const auto& [atom, chosen] : style.customColours) {
    if (atom.value < looks.size()) looks[atom.value].colour = chosen;
  }
  for (const AtomIndex atom : style.hidden) {
    if (atom.value < looks.size()) looks[atom.value].shown = false;
  }
  return looks;
}

const SceneColours& coloursOn(const SceneColours& colours, Ground ground) {
  if ((ground == Ground::Light || ground == Ground::White) && colours.onLight) {
    return *colours.onLight;
  }
  if ((ground == Ground::Dark || ground == Ground::Black) && colours.onDark) return *colours.onDark;
  return colours;
}

GroundColours groundColours(const SceneColours& colours, Ground ground) {
  const SceneColours& own = coloursOn(colours, ground);
  switch (ground) {
    case Ground::Black:
      return {{0, 0, 0}, {0, 0, 0}};
    case Ground::White:
      return {{255, 255, 255}, {255, 255, 255}};
    case Ground::Gradient:
      return {own.gradientTop, own.gradientBottom};
    case Ground::Theme:
    case Ground::Light:
    case Ground::Dark:
      break;
  }
  return {own.background, own.background};
}

}  // namespace molloquy::render
