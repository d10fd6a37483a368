#include "model/checkpoints/zip_archive.h"

#include <zip.h>

#include <algorithm>
#include <limits>
#include <unordered_map>

#include <fmt/format.h>

namespace molloquy::checkpoints {
namespace fs = std::filesystem;

namespace {

struct CloseArchive {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct CloseMember {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};
using OpenMember = std::unique_ptr<zip_file_t, CloseMember>;

constexpr std::size_t kPieceBytes = std::size_t{1} << 20;

tl::unexpected<Error> unusable(const fs::path& path, ErrorCode code, const std::string& what) {
  return fail(code,
              fmt::format("{} is not a usable archive: {}. Get it again.", path.string(), what));
}

}  // namespace

struct ZipArchive::Contents {
  fs::path path;
  std::unique_ptr<zip_t, CloseArchive> archive;
  std::vector<ZipMember> members;
  std::unordered_map<std::string_view, std::size_t> byName;  // keys point into members

  Result<void> list(const ZipLimits& limits, std::uint64_t fileBytes);
  Result<OpenMember> openMember(const ZipMember& member) const;
  Result<void> skip(zip_file_t& file, const ZipMember& member, std::uint64_t count) const;
  Result<void> readPiece(zip_file_t& file, const ZipMember& member, std::span<std::byte> out) const;
  [[nodiscard]] tl::unexpected<Error> damaged(const ZipMember& member, const char* how) const {
    return fail(ErrorCode::Corrupt, fmt::format("The part {} of {} {}. Get the file again.",
                                                member.name, path.string(), how));
  }
};

ZipArchive::ZipArchive(std::unique_ptr<Contents> contents) : m_contents(std::move(contents)) {}
ZipArchive::ZipArchive(ZipArchive&&) noexcept = default;
ZipArchive& ZipArchive::operator=(ZipArchive&&) noexcept = default;
ZipArchive::~ZipArchive() = default;

Result<ZipArchive> ZipArchive::open(const fs::path& path, const ZipLimits& limits) {
  std::error_code ignored;
  if (!fs::is_regular_file(path, ignored)) {
    return fail(ErrorCode::NotFound, fmt::format("There is no file {}.", path.string()));
  }
  auto contents = std::make_unique<Contents>();
  contents->path = path;
  int code = 0;
  contents->archive.reset(zip_open(path.c_str(), ZIP_RDONLY, &code));
  if (!contents->archive) {
    zip_error_t error;
    zip_error_init_with_code(&error, code);
    const std::string reason = zip_error_strerror(&error);
    zip_error_fini(&error);
    return unusable(path, ErrorCode::Corrupt, reason);
  }
  if (const auto listed = contents->list(limits, fs::file_size(path, ignored)); !listed) {
    return tl::unexpected(listed.error());
  }
  return ZipArchive(std::move(contents));
}

Result<void> ZipArchive::Contents::list(const ZipLimits& limits, std::uint64_t fileBytes) {
  const auto count = static_cast<std::uint64_t>(zip_get_num_entries(archive.get(), 0));
  if (count > limits.members) {
    return unusable(path, ErrorCode::Unsupported,
                    fmt::format("it has {} members, more than {}", count, limits.members));
  }
  std::uint64_t packedTotal = 0;
  std::uint64_t total = 0;
  members.reserve(count);
  for (std::uint64_t i = 0; i < count; ++i) {
    zip_stat_t stat;
    constexpr zip_uint64_t kNeeded = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE |
                                     ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD;
    if (zip_stat_index(archive.get(), i, ZIP_FL_ENC_RAW, &stat) != 0 ||
        (stat.valid & kNeeded) != kNeeded) {
      return unusable(path, ErrorCode::Corrupt, fmt::format("its member {} has no description", i));
    }
    if (stat.encryption_method != ZIP_EM_NONE) {
      return unusable(path, ErrorCode::Unsupported, fmt::format("{} is encrypted", stat.name));
    }
    const bool stored = stat.comp_method == ZIP_CM_STORE;
    if (stored ? stat.size != stat.comp_size : stat.size / limits.ratio > stat.comp_size) {
      return unusable(path, ErrorCode::Unsupported,
                      fmt::format("{} claims to unpack from {} to {} bytes", stat.name,
                                  stat.comp_size, stat.size));
    }
    // Neither sum can wrap around: both are checked at every step.
    if (stat.comp_size > fileBytes - packedTotal) {
      return unusable(path, ErrorCode::Corrupt,
                      fmt::format("{} and the members before it claim more bytes than the file has",
                                  stat.name));
    }
    packedTotal += stat.comp_size;
    if (stat.size > limits.totalBytes - total) {
      return unusable(path, ErrorCode::Unsupported,
                      fmt::format("it claims to unpack to more than {} bytes", limits.totalBytes));
    }
    total += stat.size;
    members.push_back({stat.name, stat.size, i, !stored});
  }
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (!byName.emplace(members[i].name, i).second) {
      return unusable(path, ErrorCode::Corrupt,
                      fmt::format("it has two members named {}", members[i].name));
    }
  }
  return {};
}

const std::vector<ZipMember>& ZipArchive::members() const { return m_contents->members; }

const ZipMember* ZipArchive::find(std::string_view name) const {
  const auto found = m_contents->byName.find(name);
  return found == m_contents->byName.end() ? nullptr : &m_contents->members[found->second];
}

Result<OpenMember> ZipArchive::Contents::openMember(const ZipMember& member) const {
  OpenMember file(zip_fopen_index(archive.get(), member.index, 0));
  if (!file) return damaged(member, zip_strerror(archive.get()));
  return file;
}

Result<void> ZipArchive::Contents::readPiece(zip_file_t& file, const ZipMember& member,
                                             std::span<std::byte> out) const {
  while (!out.empty()) {
    const zip_int64_t got = zip_fread(&file, out.data(), out.size());
    if (got < 0) {
      return damaged(member, fmt::format("is damaged ({})", zip_file_strerror(&file)).c_str());
    }
    if (got == 0) return damaged(member, "is cut off");
    out = out.subspan(static_cast<std::size_t>(got));
  }
  return {};
}

/// A packed member cannot be entered in the middle; what is before is unpacked and dropped.
Result<void> ZipArchive::Contents::skip(zip_file_t& file, const ZipMember& member,
                                        std::uint64_t count) const {
  if (count == 0) return {};
  if (!member.packed) {
    if (zip_fseek(&file, static_cast<zip_int64_t>(count), SEEK_SET) == 0) return {};
    return damaged(member, "cannot be read from the middle on");
  }
  std::vector<std::byte> dropped(std::min<std::uint64_t>(count, kPieceBytes));
  while (count > 0) {
    const auto piece = std::span(dropped).first(std::min<std::uint64_t>(count, dropped.size()));
    if (auto done = readPiece(file, member, piece); !done) return done;
    count -= piece.size();
  }
  return {};
}

Result<void> ZipArchive::read(const ZipMember& member, std::uint64_t offset,
                              std::span<std::byte> out) {
  if (offset > member.bytes || out.size() > member.bytes - offset) {
    return m_contents->damaged(
        member, fmt::format("has {} bytes; {} more are asked for from byte {} on", member.bytes,
                            out.size(), offset)
                    .c_str());
  }
  auto file = m_contents->openMember(member);
  if (!file) return tl::unexpected(file.error());
  if (auto done = m_contents->skip(**file, member, offset); !done) return done;
  if (auto done = m_contents->readPiece(**file, member, out); !done) return done;
  // Reading on at the end of the member makes libzip compare the checksum.
  std::byte more{};
  if (offset + out.size() == member.bytes && zip_fread(file->get(), &more, 1) < 0) {
    return m_contents->damaged(member, "does not fit its checksum");
  }
  return {};
}

Result<void> ZipArchive::verify(const ZipMember& member) {
  auto file = m_contents->openMember(member);
  if (!file) return tl::unexpected(file.error());
  std::vector<std::byte> buffer(std::min<std::uint64_t>(member.bytes, kPieceBytes));
  for (std::uint64_t left = member.bytes; left > 0;) {
    const auto piece = std::span(buffer).first(std::min<std::uint64_t>(left, buffer.size()));
    if (auto done = m_contents->readPiece(**file, member, piece); !done) return done;
    left -= piece.size();
  }
  std::byte more{};
  if (zip_fread(file->get(), &more, 1) < 0) {
    return m_contents->damaged(member, "does not fit its checksum");
  }
  return {};
}

}  // namespace molloquy::checkpoints
