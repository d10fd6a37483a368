#include "model/vectors/column_format.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <span>

namespace molloquy::vectors {
namespace {

static_assert(std::endian::native == std::endian::little, "the file is read as it lies on disk");

constexpr std::array<char, 8> kFileMagic = {'M', 'Q', 'C', 'O', 'L', 'U', 'M', 'N'};
constexpr std::array<char, 8> kBlockMagic = {'M', 'Q', 'B', 'L', 'O', 'C', 'K', '1'};

/// FNV-1a of everything before the checksum, which comes last.
template <class Head>
std::uint64_t checksumOf(const Head& head) {
  std::array<unsigned char, sizeof(Head) - sizeof(std::uint64_t)> bytes;
  std::memcpy(bytes.data(), &head, bytes.size());
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const unsigned char byte : bytes) hash = (hash ^ byte) * 0x100000001b3U;
  return hash;
}

}  // namespace

FileHead makeFileHead(std::uint64_t wholeBytes, std::uint64_t replacedBytes) {
  FileHead head;
  head.magic = kFileMagic;
  head.version = kFormatVersion;
  head.headBytes = sizeof(FileHead);
  head.wholeBytes = wholeBytes;
  head.replacedBytes = replacedBytes;
  head.checksum = checksumOf(head);
  return head;
}

BlockHead makeBlockHead(std::string_view name, std::uint64_t bytesPerRow, std::uint64_t firstRow,
                        std::uint64_t rows, std::uint64_t filling) {
  BlockHead head;
  head.magic = kBlockMagic;
  std::copy_n(name.begin(), std::min(name.size(), kLongestName), head.name.begin());
  head.bytesPerRow = bytesPerRow;
  head.firstRow = firstRow;
  head.rows = rows;
  head.blockBytes = sizeof(BlockHead) + alignedUp(rows * bytesPerRow) + filling;
  head.checksum = checksumOf(head);
  return head;
}

HeadState check(const FileHead& head) {
  if (head.magic != kFileMagic) return HeadState::Foreign;
  if (head.version > kFormatVersion) return HeadState::Newer;
  const bool good = head.version == kFormatVersion && head.headBytes == sizeof(FileHead) &&
                    head.checksum == checksumOf(head);
  return good ? HeadState::Good : HeadState::Damaged;
}

bool isGood(const BlockHead& head, std::uint64_t bytesLeft) {
  if (head.magic != kBlockMagic || head.checksum != checksumOf(head)) return false;
  if (head.bytesPerRow == 0 || head.bytesPerRow > kMostBytesPerRow) return false;
  if (head.rows == 0 || head.rows > bytesLeft / head.bytesPerRow) return false;
  if (head.firstRow > kMostRows || head.rows > kMostRows) return false;
  const std::uint64_t least = sizeof(BlockHead) + alignedUp(head.rows * head.bytesPerRow);
  return !nameOf(head).empty() && head.blockBytes >= least && head.blockBytes <= bytesLeft &&
         head.blockBytes % kAlignment == 0;
}

std::string_view nameOf(const BlockHead& head) {
  const auto end = std::find(head.name.begin(), head.name.end(), '\0');
  return {head.name.data(), static_cast<std::size_t>(end - head.name.begin())};
}

}  // namespace molloquy::vectors
