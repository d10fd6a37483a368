#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "render/image_export.h"

namespace molloquy::render {

/// Up to 255 colours that stand for those of some pictures; the last place is transparent, as GIF
/// wants it for what does not change.
struct Palette {
  std::array<std::uint32_t, 256> colours{};  ///< 0xAARRGGBB.
  int count = 0;
};

/// The palette of the pictures, by median cut: the box of colours that spreads most is split at its
/// middle until there are enough. Source: Heckbert, SIGGRAPH '82, 297.
Palette paletteOf(std::span<const Picture> pictures);

/// Finds the nearest colour of a palette, and remembers.
class PaletteIndex {
 public:
  explicit PaletteIndex(const Palette& palette);
  /// An index a pixel; transparency is laid over white.
  std::vector<std::uint8_t> indicesOf(const Picture& picture);

 private:
  Palette m_palette;
  std::vector<std::int16_t> m_known;  ///< by the upper six bits of every channel; -1 not yet.
};

/// Colour of a pixel (red, green, blue, alpha) over white.
std::array<std::uint8_t, 3> overWhite(const std::uint8_t* pixel);

}  // namespace molloquy::render
