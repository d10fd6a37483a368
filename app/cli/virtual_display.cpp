#include "app/cli/virtual_display.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <string>

#include <fmt/format.h>

#include "render/display_connection.h"

namespace molloquy::cli {
namespace {

constexpr int kStartMs = 15'000;

Error cannotStart(std::string_view reason) {
  return Error(ErrorCode::Unsupported,
               fmt::format("Drawing needs an X display. There is none, and a virtual one cannot be "
                           "started: {}. Install the package xvfb, or set DISPLAY.",
                           reason));
}

/// In the child: becomes Xvfb, which writes the number of a free display to `report`.
[[noreturn]] void becomeServer(int report) {
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);  // never outlives the program
  ::setsid();                          // Ctrl+C is the program's alone
  const int nowhere = ::open("/dev/null", O_RDWR);
  if (nowhere >= 0) {
    ::dup2(nowhere, STDIN_FILENO);
    ::dup2(nowhere, STDOUT_FILENO);
    ::dup2(nowhere, STDERR_FILENO);
  }
  const std::string descriptor = std::to_string(report);
  ::execlp("Xvfb", "Xvfb", "-displayfd", descriptor.c_str(), "-screen", "0", "64x64x24",
           "-nolisten", "tcp", "+extension", "GLX", static_cast<char*>(nullptr));
  ::_exit(127);
}

void endServer(pid_t server) {
  ::kill(server, SIGTERM);
  ::waitpid(server, nullptr, 0);
}

/// The display number that Xvfb reports, or empty when it ends or stays silent.
std::string readNumber(int descriptor) {
  std::string number;
  pollfd watched{descriptor, POLLIN, 0};
  std::array<char, 16> buffer{};
  while (::poll(&watched, 1, kStartMs) > 0) {
    const ssize_t size = ::read(descriptor, buffer.data(), buffer.size());
    if (size <= 0) return {};
    number.append(buffer.data(), static_cast<std::size_t>(size));
    if (number.ends_with('\n')) return number.substr(0, number.size() - 1);
  }
  return {};
}

}  // namespace

Result<std::unique_ptr<VirtualDisplay>> VirtualDisplay::open() {
  const char* named = std::getenv("DISPLAY");
  if (named != nullptr && *named != '\0' && render::DisplayConnection::open()) {
    return std::unique_ptr<VirtualDisplay>(new VirtualDisplay(0));
  }
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) != 0) return tl::unexpected(cannotStart("no pipe could be made"));
  const pid_t server = ::fork();
  if (server == 0) {
    ::close(ends[0]);
    becomeServer(ends[1]);
  }
  ::close(ends[1]);
  if (server < 0) {
    ::close(ends[0]);
    return tl::unexpected(cannotStart("no process could be started"));
  }
  const std::string number = readNumber(ends[0]);
  ::close(ends[0]);
  if (number.empty()) {
    endServer(server);
    return tl::unexpected(cannotStart("Xvfb is missing or ended at once"));
  }
  ::setenv("DISPLAY", fmt::format(":{}", number).c_str(), 1);
  return std::unique_ptr<VirtualDisplay>(new VirtualDisplay(server));
}

VirtualDisplay::~VirtualDisplay() {
  if (m_server > 0) endServer(m_server);
}

}  // namespace molloquy::cli
