// molloquy-xtb-worker: computes what its parent asks over a socket on standard input, one structure
// after the other, and ends with its parent. Anything that is printed is the library's own.
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "model/chem/quantum/gfn2.h"
#include "model/chem/quantum/worker_messages.h"

namespace molloquy::quantum {
namespace {

constexpr int kParent = STDIN_FILENO;
/// Requests are longer than answers: 1000 atoms have 3000 numbers.
constexpr int kCannotTalk = 1;

/// No core files, and as much stack as xtb's Fortran arrays may take.
void setLimits() {
  constexpr rlim_t kStackBytes = rlim_t{120} << 20;
  const rlimit noCore{0, 0};
  ::setrlimit(RLIMIT_CORE, &noCore);
  rlimit stack{};
  ::getrlimit(RLIMIT_STACK, &stack);
  if (stack.rlim_cur >= kStackBytes) return;
  stack.rlim_cur = stack.rlim_max < kStackBytes ? stack.rlim_max : kStackBytes;
  ::setrlimit(RLIMIT_STACK, &stack);
}

/// Ends the process, in the middle of a computation too, once the parent is gone.
void endWithParent() {
  pollfd parent{kParent, 0, 0};  // Hang-ups are told without being asked for.
  while (::poll(&parent, 1, -1) < 0 && errno == EINTR) {
  }
  ::_exit(0);
}

bool say(const std::string& line) {
  const std::string text = line + '\n';
  std::string_view rest = text;
  while (!rest.empty()) {
    const ssize_t sent = ::send(kParent, rest.data(), rest.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno != EINTR) return false;
    if (sent > 0) rest.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

/// The next line of the parent; nothing when there will be none.
std::optional<std::string> hear(std::string& waiting) {
  std::array<char, 65536> piece{};
  while (true) {
    if (const std::size_t at = waiting.find('\n'); at != std::string::npos) {
      std::string line = waiting.substr(0, at);
      waiting.erase(0, at + 1);
      return line;
    }
    if (waiting.size() > kLongestLine) return std::nullopt;
    const ssize_t got = ::recv(kParent, piece.data(), piece.size(), 0);
    if (got > 0) {
      waiting.append(piece.data(), static_cast<std::size_t>(got));
    } else if (got == 0 || errno != EINTR) {
      return std::nullopt;
    }
  }
}

Result<Computed> computed(const WorkerRequest& request, Gfn2Forces& forces) {
  switch (request.asked) {
    case Asked::Forces:
      return forces.compute(request.input, request.guess);
    case Asked::Electrons:
      return gfn2Electrons(request.input);
    default:
      return gfn2SinglePoint(request.input);
  }
}

int serve() {
  setLimits();
  std::string waiting;
  if (!say(toLine(Greeting{MOLLOQUY_XTB_VERSION}))) return kCannotTalk;
  std::thread(endWithParent).detach();
  Gfn2Forces forces;
  while (const auto line = hear(waiting)) {
    const auto request = requestFrom(*line);
    if (!request) return kCannotTalk;
    if (!say(toLine(WorkerAnswer{request->number, computed(*request, forces)}))) break;
  }
  return 0;
}

}  // namespace
}  // namespace molloquy::quantum

int main() { return molloquy::quantum::serve(); }
