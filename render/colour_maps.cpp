#include "render/colour_maps.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace molloquy::render {

namespace {

constexpr std::array<Rgb, 9> kViridis = {{{68, 1, 84},
                                          {71, 44, 122},
                                          {59, 81, 139},
                                          {44, 113, 142},
                                          {33, 144, 141},
                                          {39, 173, 129},
                                          {92, 200, 99},
                                          {170, 220, 50},
                                          {253, 231, 37}}};
/// Contrast that a line needs, and how far its colour moves to have it.
constexpr double kLeastContrast = 1.5;
constexpr double kMove = 0.45;
constexpr Rgb kRed{192, 38, 44};
constexpr Rgb kWhite{240, 240, 240};
constexpr Rgb kBlue{32, 74, 190};

double linear(std::uint8_t channel) {
  const double c = channel / 255.0;
  return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

}  // namespace

Rgb mixed(const Rgb& a, const Rgb& b, double share) {
  const auto channel = [share](std::uint8_t from, std::uint8_t to) {
    return static_cast<std::uint8_t>(std::lround(from + (to - from) * share));
  };
  return {channel(a.red, b.red), channel(a.green, b.green), channel(a.blue, b.blue)};
}

Rgb viridis(double share) {
  const double place = std::clamp(share, 0.0, 1.0) * (kViridis.size() - 1);
  const auto below = std::min(static_cast<std::size_t>(place), kViridis.size() - 2);
  return mixed(kViridis[below], kViridis[below + 1], place - static_cast<double>(below));
}

Rgb redWhiteBlue(double share) {
  const double clamped = std::clamp(share, -1.0, 1.0);
  return clamped < 0 ? mixed(kWhite, kRed, -clamped) : mixed(kWhite, kBlue, clamped);
}

double luminance(const Rgb& colour) {
  return 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722 * linear(colour.blue);
}

Rgb legible(const Rgb& colour, double groundLuminance) {
  const auto [low, high] = std::minmax(luminance(colour) + 0.05, groundLuminance + 0.05);
  if (high >= kLeastContrast * low) return colour;
  return mixed(colour, groundLuminance > 0.18 ? Rgb{0, 0, 0} : Rgb{255, 255, 255}, kMove);
}

}  // namespace molloquy::render
