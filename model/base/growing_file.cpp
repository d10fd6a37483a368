#include "model/base/growing_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include <fmt/format.h>

namespace molloquy {
namespace fs = std::filesystem;

namespace {

fs::path folderOf(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

void syncFolder(const fs::path& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  ::fsync(descriptor);
  ::close(descriptor);
}

}  // namespace

GrowingFile::GrowingFile(fs::path path, std::string temporary, int descriptor)
    : m_path(std::move(path)), m_temporary(std::move(temporary)), m_descriptor(descriptor) {}

GrowingFile::GrowingFile(GrowingFile&& other) noexcept
    : m_path(std::move(other.m_path)),
      m_temporary(std::move(other.m_temporary)),
      m_descriptor(std::exchange(other.m_descriptor, -1)) {}

GrowingFile& GrowingFile::operator=(GrowingFile&& other) noexcept {
  if (this != &other) {
    discard();
    m_path = std::move(other.m_path);
    m_temporary = std::move(other.m_temporary);
    m_descriptor = std::exchange(other.m_descriptor, -1);
  }
  return *this;
}

GrowingFile::~GrowingFile() { discard(); }

void GrowingFile::discard() noexcept {
  if (m_descriptor < 0) return;
  ::close(std::exchange(m_descriptor, -1));
  if (!m_temporary.empty()) ::unlink(m_temporary.c_str());
}

Result<void> GrowingFile::giveUp(const char* step) {
  const std::string reason = std::strerror(errno);
  discard();
  return fail(ErrorCode::Internal, fmt::format("Cannot {} {}: {}. The old file is unchanged.", step,
                                               m_path.string(), reason));
}

Result<GrowingFile> GrowingFile::create(const fs::path& path) {
  const fs::path folder = folderOf(path);
  std::error_code ignored;
  if (!fs::is_directory(folder, ignored)) {
    return fail(ErrorCode::NotFound,
                fmt::format("The folder {} does not exist; create it or choose another place.",
                            folder.string()));
  }
  const fs::file_status there = fs::status(path, ignored);
  if (fs::exists(there) && !fs::is_regular_file(there) && !fs::is_directory(there)) {
    // A device or a pipe takes what comes; a file in its place would be a loss for everybody.
    GrowingFile file(path, {}, ::open(path.c_str(), O_WRONLY | O_CLOEXEC));
    if (file.m_descriptor >= 0) return file;
    return fail(ErrorCode::Internal,
                fmt::format("Cannot write to {}: {}.", path.string(), std::strerror(errno)));
  }
  std::string temporary = (folder / fmt::format(".{}.XXXXXX", path.filename().string())).string();
  GrowingFile file(path, {}, ::mkostemp(temporary.data(), O_CLOEXEC));
  file.m_temporary = std::move(temporary);
  if (file.m_descriptor < 0) {
    return fail(ErrorCode::Internal, fmt::format("Cannot create {}: {}. The old file is unchanged.",
                                                 path.string(), std::strerror(errno)));
  }
  if (::fchmod(file.m_descriptor, 0644) != 0) {
    return tl::unexpected(file.giveUp("create").error());
  }
  return file;
}

Result<void> GrowingFile::write(std::span<const std::byte> piece) {
  while (!piece.empty()) {
    const ssize_t written = ::write(m_descriptor, piece.data(), piece.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      return giveUp("write");
    }
    piece = piece.subspan(static_cast<std::size_t>(written));
  }
  return {};
}

Result<void> GrowingFile::finish() {
  if (m_temporary.empty()) {
    ::close(std::exchange(m_descriptor, -1));
    return {};
  }
  if (::fsync(m_descriptor) != 0) return giveUp("write");
  if (::rename(m_temporary.c_str(), m_path.c_str()) != 0) return giveUp("replace");
  ::close(std::exchange(m_descriptor, -1));
  syncFolder(folderOf(m_path));
  return {};
}

}  // namespace molloquy
