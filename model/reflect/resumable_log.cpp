#include "model/reflect/resumable_log.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <utility>

#include <fmt/format.h>

#include "model/base/growing_file.h"

namespace molloquy::reflect {
namespace {

namespace fs = std::filesystem;

fs::path partOf(const fs::path& file) { return file.string() + ".part"; }

/// What an interrupted work left: its settings, its whole blocks, and where they end.
struct Remains {
  std::string settings;
  std::vector<std::string> blocks;
  std::uintmax_t bytes = 0;
};

Remains readRemains(const fs::path& part) {
  Remains remains;
  std::ifstream stream(part, std::ios::binary);
  std::string block;
  std::uintmax_t at = 0;
  bool first = true;
  for (std::string line; std::getline(stream, line);) {
    if (stream.eof()) break;  // cut off in the middle of a line
    at += line.size() + 1;
    if (first) {
      remains.settings = line;
      remains.bytes = at;
      first = false;
    } else if (!line.empty()) {
      block += line + "\n";
    } else {
      if (!block.empty()) remains.blocks.push_back(std::exchange(block, {}));
      remains.bytes = at;
    }
  }
  return remains;
}

}  // namespace

Result<ResumableLog> ResumableLog::open(const fs::path& file, const std::string& settings) {
  const fs::path part = partOf(file);
  const int descriptor = ::open(part.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor < 0) {
    return fail(errno == ENOENT ? ErrorCode::NotFound : ErrorCode::Internal,
                fmt::format("{} cannot be written: {}.", part.string(), std::strerror(errno)));
  }
  ResumableLog log(file, descriptor);
  Remains remains = readRemains(part);
  if (!remains.settings.empty() && remains.settings != settings) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("{} was begun with other settings or other data; remove it to start "
                            "over, or finish it with the same.",
                            part.string()));
  }
  if (::ftruncate(descriptor, static_cast<off_t>(remains.bytes)) != 0 ||
      ::lseek(descriptor, 0, SEEK_END) < 0) {
    return fail(ErrorCode::Internal,
                fmt::format("{} cannot be written: {}.", part.string(), std::strerror(errno)));
  }
  if (remains.settings.empty()) {
    if (const auto written = log.write(settings + "\n"); !written) {
      return tl::unexpected(written.error());
    }
  }
  log.found = std::move(remains.blocks);
  return log;
}

ResumableLog::ResumableLog(fs::path file, int descriptor)
    : m_file(std::move(file)), m_descriptor(descriptor) {}

ResumableLog::ResumableLog(ResumableLog&& other) noexcept
    : found(std::move(other.found)),
      m_file(std::move(other.m_file)),
      m_descriptor(std::exchange(other.m_descriptor, -1)) {}

ResumableLog::~ResumableLog() {
  if (m_descriptor >= 0) ::close(m_descriptor);
}

fs::path ResumableLog::partPath() const { return partOf(m_file); }

Result<void> ResumableLog::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(m_descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      return fail(ErrorCode::Internal, fmt::format("{} cannot be written: {}.", partPath().string(),
                                                   std::strerror(errno)));
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Result<void> ResumableLog::append(std::string_view lines) {
  return write(std::string(lines) + "\n");
}

Result<void> ResumableLog::finish(std::string_view header) {
  auto whole = GrowingFile::create(m_file);
  if (!whole) return tl::unexpected(whole.error());
  const auto add = [&](std::string_view text) {
    return whole->write(std::as_bytes(std::span(text)));
  };
  if (const auto written = add(header); !written) return written;
  std::ifstream stream(partPath(), std::ios::binary);
  std::string line;
  std::getline(stream, line);  // the settings
  while (std::getline(stream, line)) {
    if (line.empty()) continue;
    line += '\n';
    if (const auto written = add(line); !written) return written;
  }
  if (const auto finished = whole->finish(); !finished) return finished;
  std::error_code ignored;
  fs::remove(partPath(), ignored);
  return {};
}

std::string contentMark(const std::vector<std::string_view>& texts) {
  // FNV-1a. Source: Fowler, Noll and Vo, 1991.
  std::uint64_t mark = 14695981039346656037ULL;
  const auto mix = [&mark](unsigned char byte) { mark = (mark ^ byte) * 1099511628211ULL; };
  for (const std::string_view text : texts) {
    for (const char character : text) mix(static_cast<unsigned char>(character));
    mix(0);
  }
  return fmt::format("{:016x}", mark);
}

}  // namespace molloquy::reflect
