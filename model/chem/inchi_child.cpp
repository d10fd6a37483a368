#include "model/chem/inchi_child.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

#include <fmt/format.h>

#include "model/chem/inchi.h"

namespace molloquy::chem {
namespace {

constexpr unsigned kSeconds = 10;
constexpr std::size_t kLongestMessage = 200;

/// What the child says first; the atoms, stereo elements and the message follow.
struct Header {
  int status = inchi_Ret_FATAL;
  unsigned atoms = 0;
  unsigned stereo = 0;
  unsigned message = 0;
};

void writeAll(int descriptor, const void* bytes, std::size_t size) {
  const char* at = static_cast<const char*>(bytes);
  while (size > 0) {
    const ssize_t written = ::write(descriptor, at, size);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) ::_exit(1);
    at += written;
    size -= static_cast<std::size_t>(written);
  }
}

/// The child: limits itself, asks the library, writes, ends.
[[noreturn]] void answer(int descriptor, std::string text) {
  for (const int signal : {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGALRM, SIGPIPE}) {
    std::signal(signal, SIG_DFL);
  }
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  ::alarm(kSeconds);
  const int silence = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (silence >= 0) ::dup2(silence, STDERR_FILENO);
  std::string options;
  inchi_InputINCHI input{};
  input.szInChI = text.data();
  input.szOptions = options.data();
  inchi_OutputStruct output{};
  Header header;
  header.status = GetStructFromINCHI(&input, &output);
  if (output.atom != nullptr && output.num_atoms > 0) {
    header.atoms = static_cast<unsigned>(output.num_atoms);
  }
  if (output.stereo0D != nullptr && output.num_stereo0D > 0) {
    header.stereo = static_cast<unsigned>(output.num_stereo0D);
  }
  if (output.szMessage != nullptr) {
    header.message = static_cast<unsigned>(::strnlen(output.szMessage, kLongestMessage));
  }
  writeAll(descriptor, &header, sizeof header);
  writeAll(descriptor, output.atom, header.atoms * sizeof(inchi_Atom));
  writeAll(descriptor, output.stereo0D, header.stereo * sizeof(inchi_Stereo0D));
  writeAll(descriptor, output.szMessage, header.message);
  ::_exit(0);
}

std::string readAll(int descriptor) {
  std::string bytes;
  std::array<char, 65'536> piece{};
  while (bytes.size() < (std::size_t{16} << 20)) {
    const ssize_t got = ::read(descriptor, piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    bytes.append(piece.data(), static_cast<std::size_t>(got));
  }
  return bytes;
}

tl::unexpected<Error> refused(std::string_view reason) {
  return fail(ErrorCode::InvalidInput,
              fmt::format("InChI cannot be read: {}. Copy the whole InChI anew.",
                          reason.empty() ? "its layers do not fit one another" : reason));
}

template <class Item>
void take(std::string_view& bytes, std::vector<Item>& items, std::size_t count) {
  items.resize(count);
  if (count > 0) std::memcpy(items.data(), bytes.data(), count * sizeof(Item));
  bytes.remove_prefix(count * sizeof(Item));
}

Result<InchiStructure> unpacked(std::string_view bytes) {
  Header header;
  if (bytes.size() < sizeof header) return refused("");
  std::memcpy(&header, bytes.data(), sizeof header);
  bytes.remove_prefix(sizeof header);
  const std::size_t expected =
      header.atoms * sizeof(inchi_Atom) + header.stereo * sizeof(inchi_Stereo0D) + header.message;
  if (bytes.size() != expected) return refused("");
  InchiStructure structure;
  take(bytes, structure.atoms, header.atoms);
  take(bytes, structure.stereo, header.stereo);
  const bool read = header.status == inchi_Ret_OKAY || header.status == inchi_Ret_WARNING;
  if (!read || structure.atoms.empty()) return refused(bytes);
  for (inchi_Atom& atom : structure.atoms) atom.elname[sizeof atom.elname - 1] = '\0';
  return structure;
}

}  // namespace

Result<InchiStructure> structureFromInchi(std::string_view inchi) {
  std::array<int, 2> ends{};
  std::string text(inchi);
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    return fail(ErrorCode::Internal,
                "The InChI library cannot be asked: no more files can be open.");
  }
  pid_t child = -1;
  {
    const std::scoped_lock lock(inchiLibraryMutex());
    child = ::fork();
  }
  if (child == 0) answer(ends[1], std::move(text));
  ::close(ends[1]);
  std::string bytes;
  if (child > 0) bytes = readAll(ends[0]);
  ::close(ends[0]);
  if (child < 0) {
    return fail(ErrorCode::Internal,
                "The InChI library cannot be asked: no more processes can be started.");
  }
  while (::waitpid(child, nullptr, 0) < 0 && errno == EINTR) {
  }
  return unpacked(bytes);
}

}  // namespace molloquy::chem
