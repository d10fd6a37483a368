#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

/// Bytes of a ColumnFile: a head of 64 bytes, then blocks, each a header of 128 bytes and rows of
/// one column, filled up to a multiple of 64. Numbers are little-endian.
namespace molloquy::vectors {

inline constexpr std::uint64_t kAlignment = 64;
inline constexpr std::size_t kLongestName = 48;
inline constexpr std::uint64_t kMostBytesPerRow = std::uint64_t{1} << 24;
inline constexpr std::uint64_t kMostRows = std::uint64_t{1} << 48;
inline constexpr std::uint32_t kFormatVersion = 1;

struct FileHead {
  std::array<char, 8> magic{};
  std::uint32_t version = 0;
  std::uint32_t headBytes = 0;
  std::uint64_t wholeBytes = 0;     ///< that a compaction wrote at once; 0 = none did.
  std::uint64_t replacedBytes = 0;  ///< of the file before that compaction.
  std::array<std::uint64_t, 3> reserved{};
  std::uint64_t checksum = 0;
};
static_assert(sizeof(FileHead) == 64);

struct BlockHead {
  std::array<char, 8> magic{};
  std::array<char, kLongestName> name{};  ///< zeros behind its end.
  std::uint64_t bytesPerRow = 0;
  std::uint64_t firstRow = 0;
  std::uint64_t rows = 0;
  std::uint64_t blockBytes = 0;  ///< header, rows and what fills up.
  std::array<std::uint64_t, 4> reserved{};
  std::uint64_t checksum = 0;
};
static_assert(sizeof(BlockHead) == 128);

FileHead makeFileHead(std::uint64_t wholeBytes, std::uint64_t replacedBytes);
/// filling  multiples of 64 to add behind the rows.
BlockHead makeBlockHead(std::string_view name, std::uint64_t bytesPerRow, std::uint64_t firstRow,
                        std::uint64_t rows, std::uint64_t filling = 0);

enum class HeadState { Good, Foreign, Newer, Damaged };
HeadState check(const FileHead& head);
/// A header that is what makeBlockHead writes, and ends at or before `bytesLeft`.
bool isGood(const BlockHead& head, std::uint64_t bytesLeft);
std::string_view nameOf(const BlockHead& head);

/// The next multiple of 64.
inline std::uint64_t alignedUp(std::uint64_t bytes) {
  return (bytes + kAlignment - 1) / kAlignment * kAlignment;
}

}  // namespace molloquy::vectors
