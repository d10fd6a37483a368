#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

namespace molloquy::render {

/// sRGB, 8 bits a channel.
struct Rgb {
  std::uint8_t red = 0, green = 0, blue = 0;
  friend bool operator==(const Rgb&, const Rgb&) = default;
};

/// Colours of a picture, given by the caller: render names no colour of its own.
/// The window and the command line make them from the theme (widgets/viewport/scene_colours.h).
struct SceneColours {
  Rgb background;
  Rgb surface;                                 ///< the thin line inside the selection's halo.
  Rgb accent;                                  ///< selection and hover.
  std::array<Rgb, 8> pins{};                   ///< A..H.
  std::array<Rgb, 119> elements{};             ///< by atomic number; 0 = dummy atom.
  std::array<Rgb, 119> colourBlindElements{};  ///< the other set, in the same order.
  Rgb gradientTop;                             ///< Ground::Gradient runs from here
  Rgb gradientBottom;                          ///< to here.
  /// What the grounds Light and White, or Dark and Black take; null: this one.
  std::shared_ptr<const SceneColours> onLight, onDark;
};

/// Proportions of the pictures, angstrom.
inline constexpr double kBallPerVanDerWaals = 0.2;
inline constexpr double kSingleStickRadius = 0.112;
inline constexpr double kDoubleStickRadius = 0.066;
inline constexpr double kTripleStickRadius = 0.05;
inline constexpr double kDoubleStickOffset = 0.098;  ///< from the bond's axis to each stick's axis.
inline constexpr double kTripleStickOffset = 0.13;
inline constexpr double kAromaticDashRadius = 0.05;
inline constexpr double kAromaticDashOffset = 0.21;  ///< towards the ring's inside.
inline constexpr double kDativeStickRadius = 0.085;
inline constexpr double kLicoriceRadius = 0.2;
/// Lines have no width in space: what a click near one finds.
inline constexpr double kLinePickRadius = 0.09;
inline constexpr double kLineAtomPickRadius = 0.16;
/// Ball of an atom without bonds among lines or licorice, which would not show otherwise.
inline constexpr double kLoneAtomRadius = 0.2;
inline constexpr double kLinePixels = 1.6;
inline constexpr double kLineBondOffset = 0.09;
inline constexpr double kOverlayStickRadius = 0.06;

/// Shading of every surface.
inline constexpr double kAmbient = 0.30;
inline constexpr double kDiffuse = 0.75;
inline constexpr double kSpecular = 0.28;
inline constexpr double kSpecularPower = 38;

/// Halos: the same shape grown by a length, but never thinner on the screen than these pixels.
inline constexpr double kPinGrowth = 0.075;
inline constexpr double kPinMinimumPixels = 3.5;
inline constexpr double kSelectionGrowth = 0.05;
inline constexpr double kSelectionMinimumPixels = 2.0;
inline constexpr double kSelectionLinePixels = 1.0;
inline constexpr double kHoverPixels = 1.75;
/// An atom in several pins gets one ring more for each further pin.
inline constexpr double kNextPinGrowth = 0.05;
inline constexpr double kNextPinMinimumPixels = 2.0;
/// Depth between two rims.
inline constexpr double kRimSetback = 0.12;

/// Van der Waals radius, angstrom; 2 for dummy atoms and elements without a tabulated one.
double vanDerWaalsRadius(int atomicNumber);
/// Radius of an atom's ball in ball-and-stick, angstrom. Dummy atoms and elements without a
/// tabulated van der Waals radius get that of a 2 angstrom sphere.
double ballRadius(int atomicNumber);

}  // namespace molloquy::render
