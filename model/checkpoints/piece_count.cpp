#include "model/checkpoints/piece_count.h"

#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "model/base/atomic_file.h"

namespace molloquy::checkpoints {
namespace {

constexpr std::uintmax_t kMaxTokenizerBytes = 64U << 20;

/// A number of 7-bit groups, low group first; shortens `bytes`.
std::optional<std::uint64_t> takeNumber(std::string_view& bytes) {
  std::uint64_t number = 0;
  for (unsigned shift = 0; shift < 64 && !bytes.empty(); shift += 7) {
    const auto group = static_cast<std::uint8_t>(bytes.front());
    bytes.remove_prefix(1);
    number |= static_cast<std::uint64_t>(group & 0x7FU) << shift;
    if ((group & 0x80U) == 0) return number;
  }
  return std::nullopt;
}

/// Bytes that the field's value takes after its tag.
std::optional<std::uint64_t> valueBytes(std::uint64_t wireType, std::string_view& bytes) {
  switch (wireType) {
    case 0:
      return takeNumber(bytes) ? std::optional<std::uint64_t>(0) : std::nullopt;
    case 1:
      return 8;
    case 2:
      return takeNumber(bytes);
    case 5:
      return 4;
    default:
      return std::nullopt;
  }
}

}  // namespace

Result<std::int64_t> sentencePieceCount(const std::filesystem::path& path) {
  const auto text = readFile(path, kMaxTokenizerBytes);
  if (!text) return tl::unexpected(text.error());
  constexpr std::uint64_t kPieceField = 1;
  std::int64_t pieces = 0;
  std::string_view bytes = *text;
  while (!bytes.empty()) {
    const auto tag = takeNumber(bytes);
    const auto size = tag ? valueBytes(*tag & 7U, bytes) : std::nullopt;
    if (!size || *size > bytes.size()) {
      pieces = 0;
      break;
    }
    if (*tag >> 3U == kPieceField) ++pieces;
    bytes.remove_prefix(*size);
  }
  if (pieces > 0) return pieces;
  return fail(ErrorCode::Corrupt,
              fmt::format("{} is not a SentencePiece tokenizer; copy it again.", path.string()));
}

}  // namespace molloquy::checkpoints
