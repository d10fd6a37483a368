#include "input_file.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

InputFile::InputFile(std::span<const std::byte> bytes)
    : m_descriptor(::memfd_create("fuzz", MFD_CLOEXEC)) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(m_descriptor, bytes.data(), bytes.size());
    if (written <= 0) std::abort();
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
}

InputFile::~InputFile() { ::close(m_descriptor); }

std::filesystem::path InputFile::path() const {
  return "/proc/self/fd/" + std::to_string(m_descriptor);
}
