#include "model/chem/depiction.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <memory>

#include <GraphMol/Depictor/RDDepictor.h>
#include <GraphMol/MolDraw2D/MolDraw2DSVG.h>
#include <GraphMol/MolDraw2D/MolDraw2DUtils.h>
#include <fmt/format.h>

#include "model/chem/rdkit_molecule.h"

namespace molloquy::chem {
namespace {

std::optional<RDKit::DrawColour> colourOf(std::string_view text) {
  if (text.size() != 7 || text[0] != '#') return std::nullopt;
  std::array<double, 3> parts{};
  for (std::size_t i = 0; i < 6; ++i) {
    const char c = text[1 + i];
    const int digit = c >= '0' && c <= '9'   ? c - '0'
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                             : -1;
    if (digit < 0) return std::nullopt;
    parts[i / 2] = parts[i / 2] * 16 + digit;
  }
  return RDKit::DrawColour(parts[0] / 255, parts[1] / 255, parts[2] / 255);
}

Result<RDKit::ColourPalette> paletteOf(const DepictionStyle& style) {
  RDKit::ColourPalette palette;
  std::vector<std::pair<int, std::string>> colours = style.elements;
  colours.emplace_back(-1, style.bond);  // RDKit's key for every other element, and for bonds
  for (const auto& [element, text] : colours) {
    const auto colour = colourOf(text);
    if (!colour) {
      return fail(ErrorCode::InvalidInput,
                  fmt::format("\"{}\" is no colour; write it as #RRGGBB.", text));
    }
    palette[element] = *colour;
  }
  return palette;
}

/// What is drawn, with 2D positions, wedges and alternating double bonds.
std::unique_ptr<RDKit::RWMol> preparedFrom(const RDKit::ROMol& mol) {
  auto drawable = withoutPlainHydrogens(mol);
  RDDepict::compute2DCoords(*drawable, nullptr, true);
  RDKit::MolDraw2DUtils::prepareMolForDrawing(*drawable, true, false, true);
  return drawable;
}

double typicalBondLength(const RDKit::ROMol& mol, const RDKit::MolDraw2DSVG& drawer) {
  std::vector<double> lengths;
  for (const RDKit::Bond* bond : mol.bonds()) {
    const auto from = drawer.getDrawCoords(static_cast<int>(bond->getBeginAtomIdx()));
    const auto to = drawer.getDrawCoords(static_cast<int>(bond->getEndAtomIdx()));
    lengths.push_back((to - from).length());
  }
  if (lengths.empty()) return 0;
  const auto middle = lengths.begin() + static_cast<std::ptrdiff_t>(lengths.size() / 2);
  std::nth_element(lengths.begin(), middle, lengths.end());
  return *middle;
}

Depiction draw(const RDKit::ROMol& drawable, std::size_t atomCount, const DepictionStyle& style,
               const RDKit::ColourPalette& palette) {
  RDKit::MolDraw2DSVG drawer(style.width, style.height);
  RDKit::MolDrawOptions& options = drawer.drawOptions();
  options.clearBackground = false;
  options.prepareMolsBeforeDrawing = false;
  options.atomColourPalette = palette;
  options.symbolColour = palette.at(-1);
  options.annotationColour = palette.at(-1);
  drawer.drawMolecule(drawable);
  drawer.finishDrawing();

  Depiction depiction;
  depiction.svg = drawer.getDrawingText();
  depiction.width = style.width;
  depiction.height = style.height;
  depiction.atomPositions.resize(atomCount);
  for (const RDKit::Atom* atom : drawable.atoms()) {
    const auto at = drawer.getDrawCoords(static_cast<int>(atom->getIdx()));
    depiction.atomPositions.at(moleculeIndex(*atom)) = std::array<double, 2>{at.x, at.y};
  }
  depiction.bondLength = typicalBondLength(drawable, drawer);
  return depiction;
}

}  // namespace

Result<Depiction> depict(const Molecule& molecule, const DepictionStyle& style) {
  if (!molecule.rdkit()) {
    return tl::unexpected(withoutChemistry(molecule, "A 2D drawing"));
  }
  const Result<RDKit::ColourPalette> palette = paletteOf(style);
  if (!palette) return tl::unexpected(palette.error());
  if (style.width < 1 || style.height < 1) {
    return fail(ErrorCode::InvalidInput, fmt::format("A drawing of {} x {} pixels holds nothing.",
                                                     style.width, style.height));
  }
  silenceRdkitLog();
  try {
    const auto drawable = preparedFrom(*molecule.rdkit()->mol);
    return draw(*drawable, molecule.atoms().size(), style, *palette);
  } catch (const std::exception& problem) {
    return fail(ErrorCode::Internal,
                fmt::format("No 2D drawing could be made of this structure: {}.", problem.what()));
  }
}

}  // namespace molloquy::chem
