#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.h"

namespace molloquy::checkpoints {

/// One file inside an archive.
struct ZipMember {
  std::string name;
  std::uint64_t bytes = 0;  ///< unpacked.
  std::uint64_t index = 0;  ///< place in the archive's directory.
  bool packed = false;      ///< unpacked while reading; a stored one is read where it lies.
};

/// What an archive may claim before it is refused; the defaults fit any published checkpoint.
struct ZipLimits {
  std::size_t members = 500'000;
  std::uint64_t ratio = 200;              ///< unpacked bytes of a member per packed byte.
  std::uint64_t totalBytes = 1ULL << 42;  ///< unpacked bytes of all members together.
};

/// A zip archive open for reading. Nothing is unpacked before it is asked for, and never more than
/// was asked for. Members that PyTorch wrote are stored as they are, so a part of one is read by
/// seeking to it.
///
/// Thread: one at a time. Source: PKWARE APPNOTE through libzip.
class ZipArchive {
 public:
  /// Errors: NotFound, Corrupt (not an archive, cut off, members that overlap), Unsupported
  /// (encrypted, beyond `limits`), naming file and member.
  static Result<ZipArchive> open(const std::filesystem::path& path, const ZipLimits& limits = {});
  ZipArchive(ZipArchive&&) noexcept;
  ZipArchive& operator=(ZipArchive&&) noexcept;
  ~ZipArchive();

  [[nodiscard]] const std::vector<ZipMember>& members() const;
  /// The member of that name, or nullptr.
  [[nodiscard]] const ZipMember* find(std::string_view name) const;

  /// Fills `out` with the member's bytes from `offset` on. A member read whole has its checksum
  /// verified. Errors: Corrupt (cut off, damaged), naming file and member.
  Result<void> read(const ZipMember& member, std::uint64_t offset, std::span<std::byte> out);
  /// Reads through the member once and compares its checksum; the memory of one piece.
  /// Errors: Corrupt, naming file and member.
  Result<void> verify(const ZipMember& member);

 private:
  struct Contents;
  explicit ZipArchive(std::unique_ptr<Contents> contents);
  std::unique_ptr<Contents> m_contents;
};

}  // namespace molloquy::checkpoints
