#include "model/base/atomic_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include <fmt/format.h>

namespace molloquy {
namespace fs = std::filesystem;

namespace {

/// Closes a file descriptor when it goes out of scope.
class Descriptor {
 public:
  explicit Descriptor(int fd) : m_fd(fd) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return m_fd; }
  bool close() {
    const int fd = m_fd;
    m_fd = -1;
    return fd < 0 || ::close(fd) == 0;
  }

 private:
  int m_fd;
};

bool writeAll(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      return false;
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

void syncFolder(const fs::path& folder) {
  const Descriptor fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (fd.get() >= 0) ::fsync(fd.get());
}

}  // namespace

Result<void> writeFileAtomically(const fs::path& path, std::string_view bytes) {
  return writeFileAtomically(path, std::span(&bytes, 1));
}

Result<void> writeFileAtomically(const fs::path& path, std::span<const std::string_view> parts) {
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  std::error_code ignored;
  if (!fs::is_directory(folder, ignored)) {
    return fail(ErrorCode::NotFound,
                fmt::format("The folder {} does not exist; create it or choose another place.",
                            folder.string()));
  }
  std::string pattern = (folder / fmt::format(".{}.XXXXXX", path.filename().string())).string();
  Descriptor fd(::mkostemp(pattern.data(), O_CLOEXEC));
  const auto failed = [&](const char* step) {
    const std::string reason = std::strerror(errno);
    if (fd.get() >= 0) ::unlink(pattern.c_str());
    return fail(ErrorCode::Internal, fmt::format("Cannot {} {}: {}. The old file is unchanged.",
                                                 step, path.string(), reason));
  };
  if (fd.get() < 0) return failed("create");
  if (::fchmod(fd.get(), 0644) != 0) return failed("write");
  for (const std::string_view part : parts) {
    if (!writeAll(fd.get(), part)) return failed("write");
  }
  if (::fsync(fd.get()) != 0) return failed("write");
  if (::rename(pattern.c_str(), path.c_str()) != 0) return failed("replace");
  fd.close();
  syncFolder(folder);
  return {};
}

Result<std::string> readFile(const fs::path& path, std::uintmax_t maxBytes) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) {
    return fail(ErrorCode::NotFound, fmt::format("There is no file {}.", path.string()));
  }
  if (fs::is_directory(status)) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("{} is a folder; name a file inside it.", path.string()));
  }
  std::ifstream stream(path, std::ios::binary);
  if (!stream) {
    return fail(ErrorCode::NotFound, fmt::format("Cannot read {}: {}.", path.string(),
                                                 std::strerror(errno)));
  }
  std::string bytes;
  char buffer[1 << 16];
  while (stream.read(buffer, sizeof buffer) || stream.gcount() > 0) {
    bytes.append(buffer, static_cast<std::size_t>(stream.gcount()));
    if (bytes.size() > maxBytes) {
      return fail(ErrorCode::InvalidInput,
                  fmt::format("{} is larger than the limit of {} bytes.", path.string(), maxBytes));
    }
  }
  return bytes;
}

}  // namespace molloquy
