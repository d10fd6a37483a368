#include "render/structure_shapes.h"

#include <algorithm>
#include <cmath>
#include <string>

#include <fmt/format.h>

#include "render/colour_maps.h"
#include "render/ribbon_mesh.h"
#include "render/ribbon_path.h"
#include "render/structure_style.h"
#include "render/surface_colours.h"
#include "render/surface_mesh.h"

namespace molloquy::render {

namespace {

/// How much of the accent is in a plain surface; the rest is white.
constexpr double kPlainShare = 0.45;
/// Share of a surface's work that is its shape.
constexpr double kShapeShare = 0.8;

/// What a ribbon or surface is made of.
struct Input {
  const chem::Molecule& molecule;
  const std::vector<chem::Point3>& positions;
  const ViewStyle& style;
  const AtomValues& values;
  const SceneColours& colours;
};

bool isWater(const std::string& name) {
  return name == "HOH" || name == "WAT" || name == "DOD" || name == "TIP3" || name == "SOL";
}

/// Colour of each residue: that of the style where it tells residues apart, else by chain.
std::vector<Rgb> residueColours(const Input& input, const std::vector<RibbonPath>& paths) {
  ViewStyle style = input.style;
  if (style.colourBy == ColourBy::Element) style.colourBy = ColourBy::Chain;
  const StructureStyle looks = resolveStyle(input.molecule, style, input.values, input.colours);
  std::vector<Rgb> colours(input.molecule.biopolymer()->residues.size());
  for (const RibbonPath& path : paths) {
    for (const RibbonPoint& point : path.points) {
      if (point.atom.value < looks.size()) colours[point.residue] = looks[point.atom.value].colour;
    }
  }
  return colours;
}

std::shared_ptr<const Mesh> ribbonsOf(const Input& input) {
  const auto& biopolymer = input.molecule.biopolymer();
  if (!input.style.ribbons || !biopolymer) return nullptr;
  const std::vector<RibbonPath> paths = ribbonPaths(*biopolymer, input.positions);
  Mesh mesh = ribbonMesh(paths, residueColours(input, paths));
  if (mesh.isEmpty()) return nullptr;
  return std::make_shared<const Mesh>(std::move(mesh));
}

/// The atoms that a surface encloses: all but water and what is hidden.
std::vector<std::uint32_t> enclosed(const Input& input) {
  const auto& biopolymer = input.molecule.biopolymer();
  std::vector<std::uint32_t> atoms;
  for (std::uint32_t i = 0; i < input.positions.size(); ++i) {
    if (input.style.hidden.contains(AtomIndex(i))) continue;
    if (biopolymer && i < biopolymer->residueOf.size()) {
      const std::uint32_t residue = biopolymer->residueOf[i];
      const auto& residues = biopolymer->residues;
      if (residue < residues.size() && isWater(residues[residue].name)) continue;
    }
    atoms.push_back(i);
  }
  return atoms;
}

Result<void> checkValues(const Input& input) {
  const SurfaceColour colour = input.style.surface.colour;
  const std::size_t atoms = input.molecule.atoms().size();
  if (colour == SurfaceColour::Electrostatic && input.values.partialCharge.size() != atoms) {
    return fail(ErrorCode::InvalidInput,
                "The electrostatic potential needs partial charges, which are not known for this "
                "structure. Colour the surface another way.");
  }
  if (colour == SurfaceColour::Hydrophobicity && input.values.logpShare.size() != atoms) {
    return fail(ErrorCode::InvalidInput,
                "Hydrophobicity needs the atoms' shares of logP, which are not known for this "
                "structure. Colour the surface another way.");
  }
  return {};
}

/// "−20 to +20" of a range.
std::string rangeText(double range) { return fmt::format("\u2212{0:g} to +{0:g}", range); }

/// Colours the mesh, whose atoms are those of the molecule; returns what the colours mean.
std::string colour(Mesh& mesh, const Input& input, const std::stop_token& stop) {
  switch (input.style.surface.colour) {
    case SurfaceColour::Plain: {
      const Rgb plain = mixed({255, 255, 255}, input.colours.accent, kPlainShare);
      std::fill(mesh.colours.begin(), mesh.colours.end(), plain);
      return {};
    }
    case SurfaceColour::Element: {
      ViewStyle style = input.style;
      style.colourBy = ColourBy::Element;
      const StructureStyle looks = resolveStyle(input.molecule, style, input.values, input.colours);
      for (std::size_t i = 0; i < mesh.colours.size(); ++i) {
        mesh.colours[i] = looks[mesh.atoms[i]].colour;
      }
      return {};
    }
    case SurfaceColour::Electrostatic: {
      const SurfaceValues values =
          electrostaticPotential(mesh, input.positions, input.values.partialCharge, stop);
      mesh.colours = potentialColours(values);
      return fmt::format(
          "Potential of the partial charges in vacuum: red to blue is {} kcal/(mol e).",
          rangeText(values.range));
    }
    case SurfaceColour::Hydrophobicity: {
      const SurfaceValues values =
          lipophilicity(mesh, input.positions, input.values.logpShare, stop);
      mesh.colours = lipophilicityColours(values);
      return fmt::format("Shares of logP nearby: teal (hydrophilic) to amber (hydrophobic) is {}.",
                         rangeText(values.range));
    }
  }
  return {};
}

Result<void> addSurface(StructureShapes& shapes, const Input& input, const std::stop_token& stop,
                        const ShapeProgress& progress) {
  if (input.style.surface.kind == SurfaceKind::None) return {};
  if (const auto known = checkValues(input); !known) return known;
  const std::vector<std::uint32_t> atoms = enclosed(input);
  std::vector<Ball> balls;
  for (const std::uint32_t atom : atoms) {
    balls.push_back(
        {input.positions[atom], vanDerWaalsRadius(input.molecule.atoms()[atom].atomicNumber)});
  }
  auto surface = surfaceMesh(balls, input.style.surface.kind, stop, [&](double done) {
    if (progress) progress(kShapeShare * done);
  });
  if (!surface) return tl::unexpected(surface.error());
  for (std::uint32_t& atom : surface->mesh.atoms) atom = atoms[atom];
  shapes.note = colour(surface->mesh, input, stop);
  shapes.surface = std::make_shared<const Mesh>(std::move(surface->mesh));
  return {};
}

}  // namespace

Result<StructureShapes> structureShapes(const chem::Molecule& molecule,
                                        const std::vector<chem::Point3>& positions,
                                        const ViewStyle& style, const AtomValues& values,
                                        const SceneColours& colours, std::stop_token stop,
                                        const ShapeProgress& progress) {
  if (positions.size() != molecule.atoms().size()) {
    return fail(ErrorCode::InvalidInput, fmt::format("The structure has {} atoms but {} positions.",
                                                     molecule.atoms().size(), positions.size()));
  }
  const Input input{molecule, positions, style, values, coloursOn(colours, style.ground)};
  StructureShapes shapes;
  shapes.positions = positions;
  shapes.ribbons = ribbonsOf(input);
  if (style.contacts) shapes.contacts = findContacts(molecule, positions);
  if (const auto added = addSurface(shapes, input, stop, progress); !added) {
    return tl::unexpected(added.error());
  }
  if (stop.stop_requested()) {
    return fail(ErrorCode::InvalidInput, "The picture's shapes were stopped.");
  }
  return shapes;
}

bool wantsShapes(const ViewStyle& style) {
  return style.ribbons || style.contacts || style.surface.kind != SurfaceKind::None;
}

bool haveSameShapes(const ViewStyle& before, const ViewStyle& after) {
  if (!wantsShapes(before) && !wantsShapes(after)) return true;
  const auto coloursAlike = [&] {
    return before.colourBy == after.colourBy && before.palette == after.palette &&
           before.ground == after.ground && before.customColours == after.customColours;
  };
  return before.ribbons == after.ribbons && before.contacts == after.contacts &&
         before.surface.kind == after.surface.kind &&
         before.surface.colour == after.surface.colour && before.hidden == after.hidden &&
         coloursAlike();
}

}  // namespace molloquy::render
