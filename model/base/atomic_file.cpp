#include "model/base/atomic_file.h"

#include <cerrno>
#include <cstring>
#include <fstream>

#include <fmt/format.h>

#include "model/base/growing_file.h"

namespace molloquy {
namespace fs = std::filesystem;

Result<void> writeFileAtomically(const fs::path& path, std::string_view bytes) {
  return writeFileAtomically(path, std::span(&bytes, 1));
}

Result<void> writeFileAtomically(const fs::path& path, std::span<const std::string_view> parts) {
  Result<GrowingFile> file = GrowingFile::create(path);
  if (!file) return tl::unexpected(file.error());
  for (const std::string_view part : parts) {
    const auto written = file->write(std::as_bytes(std::span(part.data(), part.size())));
    if (!written) return written;
  }
  return file->finish();
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
