#include "render/media/palette.h"

#include <algorithm>
#include <unordered_map>

namespace molloquy::render {

namespace {

using Channels = std::array<std::uint8_t, 3>;

constexpr std::size_t kMostColours = 255;
constexpr int kKeptBits = 5;   ///< of a channel, when colours are counted.
constexpr int kIndexBits = 6;  ///< when they are looked up.

/// Pixels of nearly one colour.
struct Bin {
  double count = 0;
  std::array<double, 3> sum{};
  [[nodiscard]] double mean(std::size_t channel) const { return sum[channel] / count; }
};

/// Colours that will be one of the palette.
struct Box {
  std::vector<Bin> bins;
  std::size_t widest = 0;  ///< channel.
  double spread = 0;       ///< variance of that channel times the count.
};

void measure(Box& box) {
  box.spread = -1;
  for (std::size_t channel = 0; channel < 3; ++channel) {
    double count = 0, sum = 0, squares = 0;
    for (const Bin& bin : box.bins) {
      const double value = bin.mean(channel);
      count += bin.count;
      sum += bin.count * value;
      squares += bin.count * value * value;
    }
    const double spread = squares - sum * sum / count;
    if (spread > box.spread) {
      box.spread = spread;
      box.widest = channel;
    }
  }
  if (box.bins.size() < 2) box.spread = -1;
}

/// The upper half of a box; `box` keeps the lower one.
Box split(Box& box) {
  const std::size_t channel = box.widest;
  std::sort(box.bins.begin(), box.bins.end(),
            [&](const Bin& a, const Bin& b) { return a.mean(channel) < b.mean(channel); });
  double count = 0, sum = 0;
  for (const Bin& bin : box.bins) {
    count += bin.count;
    sum += bin.count * bin.mean(channel);
  }
  const auto middle = std::partition_point(box.bins.begin(), box.bins.end(), [&](const Bin& bin) {
    return bin.mean(channel) < sum / count;
  });
  const auto cut = std::clamp(middle, box.bins.begin() + 1, box.bins.end() - 1);
  Box upper{{cut, box.bins.end()}};
  box.bins.erase(cut, box.bins.end());
  measure(box);
  measure(upper);
  return upper;
}

std::uint32_t colourOf(const Box& box) {
  Bin all;
  for (const Bin& bin : box.bins) {
    all.count += bin.count;
    for (std::size_t c = 0; c < 3; ++c) all.sum[c] += bin.sum[c];
  }
  const auto channel = [&](std::size_t c) { return static_cast<std::uint32_t>(all.mean(c) + 0.5); };
  return 0xFF000000U | channel(0) << 16 | channel(1) << 8 | channel(2);
}

std::uint32_t key(const Channels& colour, int bits) {
  const int drop = 8 - bits;
  return static_cast<std::uint32_t>((colour[0] >> drop) << 2 * bits | (colour[1] >> drop) << bits |
                                    colour[2] >> drop);
}

}  // namespace

std::array<std::uint8_t, 3> overWhite(const std::uint8_t* pixel) {
  Channels colour{};
  for (std::size_t c = 0; c < 3; ++c) {
    colour[c] =
        static_cast<std::uint8_t>((pixel[c] * pixel[3] + 255 * (255 - pixel[3]) + 127) / 255);
  }
  return colour;
}

Palette paletteOf(std::span<const Picture> pictures) {
  std::unordered_map<std::uint32_t, Bin> bins;
  for (const Picture& picture : pictures) {
    for (std::size_t i = 0; i + 3 < picture.rgba.size(); i += 4) {
      const Channels colour = overWhite(&picture.rgba[i]);
      Bin& bin = bins[key(colour, kKeptBits)];
      bin.count += 1;
      for (std::size_t c = 0; c < 3; ++c) bin.sum[c] += colour[c];
    }
  }
  Palette palette;
  if (bins.empty()) return palette;
  std::vector<Box> boxes(1);
  for (const auto& [place, bin] : bins) boxes[0].bins.push_back(bin);
  measure(boxes[0]);
  while (boxes.size() < kMostColours) {
    const auto widest = std::max_element(
        boxes.begin(), boxes.end(), [](const Box& a, const Box& b) { return a.spread < b.spread; });
    if (widest->spread < 0) break;
    Box upper = split(*widest);
    boxes.push_back(std::move(upper));
  }
  for (const Box& box : boxes) {
    palette.colours[static_cast<std::size_t>(palette.count++)] = colourOf(box);
  }
  return palette;
}

PaletteIndex::PaletteIndex(const Palette& palette)
    : m_palette(palette), m_known(std::size_t{1} << 3 * kIndexBits, -1) {}

std::vector<std::uint8_t> PaletteIndex::indicesOf(const Picture& picture) {
  std::vector<std::uint8_t> indices;
  indices.reserve(picture.rgba.size() / 4);
  for (std::size_t i = 0; i + 3 < picture.rgba.size(); i += 4) {
    const Channels colour = overWhite(&picture.rgba[i]);
    std::int16_t& known = m_known[key(colour, kIndexBits)];
    if (known < 0) {
      int best = 1 << 30;
      for (int k = 0; k < m_palette.count; ++k) {
        const std::uint32_t entry = m_palette.colours[static_cast<std::size_t>(k)];
        const int red = int(entry >> 16 & 0xFF) - colour[0];
        const int green = int(entry >> 8 & 0xFF) - colour[1];
        const int blue = int(entry & 0xFF) - colour[2];
        const int away = red * red + green * green + blue * blue;
        if (away >= best) continue;
        best = away;
        known = static_cast<std::int16_t>(k);
      }
    }
    indices.push_back(static_cast<std::uint8_t>(std::max<std::int16_t>(known, 0)));
  }
  return indices;
}

}  // namespace molloquy::render
