#include "model/checkpoints/strided_copy.h"

#include <cassert>
#include <cstring>

namespace molloquy::checkpoints {

bool isRowMajor(const std::vector<std::int64_t>& shape, const std::vector<std::int64_t>& strides) {
  std::int64_t expected = 1;
  for (std::size_t i = shape.size(); i > 0; --i) {
    if (shape[i - 1] != 1 && strides[i - 1] != expected) return false;
    expected *= shape[i - 1];
  }
  return true;
}

std::uint64_t stridedExtent(const std::vector<std::int64_t>& shape,
                            const std::vector<std::int64_t>& strides) {
  std::uint64_t last = 0;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] == 0) return 0;
    if (shape[i] > 1) {
      last += static_cast<std::uint64_t>(shape[i] - 1) * static_cast<std::uint64_t>(strides[i]);
    }
  }
  return last + 1;
}

void gatherStrided(std::span<const std::byte> source, const std::vector<std::int64_t>& shape,
                   const std::vector<std::int64_t>& strides, std::size_t width,
                   std::span<std::byte> out) {
  std::vector<std::int64_t> at(shape.size(), 0);
  std::uint64_t place = 0;
  for (std::size_t written = 0; written < out.size(); written += width) {
    assert((place + 1) * width <= source.size());
    std::memcpy(&out[written], &source[place * width], width);
    // The next number: count up the last index, carrying to those before it.
    for (std::size_t i = shape.size(); i > 0; --i) {
      const auto stride = static_cast<std::uint64_t>(strides[i - 1]);
      place += stride;
      if (++at[i - 1] < shape[i - 1]) break;
      place -= stride * static_cast<std::uint64_t>(shape[i - 1]);
      at[i - 1] = 0;
    }
  }
}

}  // namespace molloquy::checkpoints
