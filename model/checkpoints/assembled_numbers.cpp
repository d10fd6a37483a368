#include "model/checkpoints/assembled_numbers.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstdint>
#include <cstring>
#include <vector>

#include "model/base/half_numbers.h"

namespace molloquy::checkpoints {
namespace {

constexpr std::size_t kPieceNumbers = std::size_t{1} << 20;

float numberAt(const std::byte* bytes, TensorType type) {
  if (type == TensorType::F32) {
    float value = 0;
    std::memcpy(&value, bytes, sizeof value);
    return value;
  }
  std::uint16_t bits = 0;
  std::memcpy(&bits, bytes, sizeof bits);
  return floatFromHalf(bits);
}

}  // namespace

Result<void> convertNumbers(std::span<const std::byte> bytes, TensorType from, TensorType to,
                            const TakePiece& take) {
  const std::size_t width = bytesPerNumber(from);
  if (from == to) {
    while (!bytes.empty()) {
      const auto piece = bytes.first(std::min(bytes.size(), kPieceNumbers * width));
      if (auto taken = take(piece); !taken) return taken;
      bytes = bytes.subspan(piece.size());
    }
    return {};
  }
  assert(to == TensorType::BF16 && (from == TensorType::F32 || from == TensorType::F16));
  std::vector<std::uint16_t> converted;
  while (!bytes.empty()) {
    const std::size_t count = std::min(bytes.size() / width, kPieceNumbers);
    converted.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
      converted[i] = bfloat16FromFloat(numberAt(&bytes[i * width], from));
    }
    if (auto taken = take(std::as_bytes(std::span(converted))); !taken) return taken;
    bytes = bytes.subspan(count * width);
  }
  return {};
}

Result<void> giveZeros(std::size_t count, const TakePiece& take) {
  const std::vector<std::byte> zeros(std::min(count, kPieceNumbers));
  while (count > 0) {
    const auto piece = std::span(zeros).first(std::min(count, zeros.size()));
    if (auto taken = take(piece); !taken) return taken;
    count -= piece.size();
  }
  return {};
}

}  // namespace molloquy::checkpoints
