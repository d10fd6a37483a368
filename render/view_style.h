#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "model/chem/molecule.h"
#include "render/style.h"

/// How a structure is to be looked at: the person's choices, as a value that the document keeps,
/// undoes and saves. What it means for each atom says structure_style.h.
namespace molloquy::render {

enum class Representation : std::uint8_t { BallAndStick, Licorice, VanDerWaals, Wireframe };
enum class HydrogenDisplay : std::uint8_t { All, Polar, None };
enum class ColourBy : std::uint8_t {
  Element,
  PartialCharge,
  Chain,
  Residue,
  Fold,
  Custom,     ///< AtomValues::custom on the palette.
  Attention,  ///< AtomValues::attention: what the model looked at.
};
enum class ElementPalette : std::uint8_t { Classic, ColourBlind };
enum class LabelKind : std::uint8_t {
  None,
  Name,
  Element,
  Index,
  FormalCharge,
  PartialCharge,
  Cip,
  Residue,
  Custom
};
enum class SurfaceKind : std::uint8_t { None, VanDerWaals, SolventExcluded };
enum class SurfaceColour : std::uint8_t { Plain, Element, Electrostatic, Hydrophobicity };
enum class Ground : std::uint8_t { Theme, Light, Dark, Gradient, Black, White };

struct SurfaceChoice {
  SurfaceKind kind = SurfaceKind::None;
  SurfaceColour colour = SurfaceColour::Plain;
  double opacity = 0.55;  ///< 0.05..1.
  friend bool operator==(const SurfaceChoice&, const SurfaceChoice&) = default;
};

/// What a frame is improved with. All of it works on software OpenGL.
struct Quality {
  bool ambientOcclusion = false;
  bool silhouette = false;
  bool fog = false;
  bool depthOfField = false;
  bool antialiasing = true;
  friend bool operator==(const Quality&, const Quality&) = default;
};

/// The three one-click looks: quality, ground and label size together.
enum class Look : std::uint8_t { Work, Print, Presentation };

struct ViewStyle {
  Representation representation = Representation::BallAndStick;
  std::map<AtomIndex, Representation> exceptions;  ///< of single atoms ("per selection").
  std::set<AtomIndex> hidden;
  std::map<AtomIndex, Rgb> customColours;  ///< win over `colourBy`.
  HydrogenDisplay hydrogens = HydrogenDisplay::All;
  ColourBy colourBy = ColourBy::Element;
  ElementPalette palette = ElementPalette::Classic;
  bool ribbons = false;   ///< where there are residues with a backbone.
  bool contacts = false;  ///< hydrogen bonds and close contacts.
  bool dipole = false;    ///< the arrow, where a dipole was computed.
  SurfaceChoice surface;
  LabelKind labels = LabelKind::None;
  std::map<AtomIndex, std::string> customLabels;
  Ground ground = Ground::Theme;
  Quality quality;
  friend bool operator==(const ViewStyle&, const ViewStyle&) = default;
};

/// The style that a look puts in place of quality and ground; all else stays.
ViewStyle withLook(ViewStyle style, Look look);
/// The look that the style's quality and ground are, if they are one.
std::optional<Look> lookOf(const ViewStyle& style);
/// The choices of single atoms carried over an edit (chem::edit::Outcome::newIndexOf).
ViewStyle carriedOver(ViewStyle style, const std::vector<std::optional<AtomIndex>>& newIndexOf);

/// Numbers by atom that colours and surfaces show; empty = not known yet.
struct AtomValues {
  std::vector<double> partialCharge;  ///< elementary charges.
  std::vector<double> logpShare;      ///< hydrophobicity, Crippen.
  std::vector<double> attention;      ///< 0..1.
  std::vector<double> custom;
  std::vector<std::string> cip;
};

/// "Ball and stick", "Licorice", ... in English, for the command line and files: "ball-and-stick".
std::string representationId(Representation representation);
std::optional<Representation> representationOf(const std::string& id);

}  // namespace molloquy::render
