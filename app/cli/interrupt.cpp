#include "app/cli/interrupt.h"

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace molloquy::cli {
namespace {

sigset_t interruptOnly() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  return set;
}

}  // namespace

InterruptScope::InterruptScope() {
  const sigset_t set = interruptOnly();
  pthread_sigmask(SIG_BLOCK, &set, &m_maskBefore);
  m_signals = signalfd(-1, &set, SFD_CLOEXEC);
  m_end = eventfd(0, EFD_CLOEXEC);
  m_listener = std::thread([this] { listen(); });
}

InterruptScope::~InterruptScope() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = ::write(m_end, &one, sizeof one);
  m_listener.join();
  ::close(m_signals);
  ::close(m_end);
  pthread_sigmask(SIG_SETMASK, &m_maskBefore, nullptr);
}

void InterruptScope::listen() {
  std::array<pollfd, 2> watched = {{{m_signals, POLLIN, 0}, {m_end, POLLIN, 0}}};
  while (::poll(watched.data(), watched.size(), -1) < 0 && errno == EINTR) {
  }
  if ((watched[0].revents & POLLIN) == 0) return;
  signalfd_siginfo taken{};
  [[maybe_unused]] const ssize_t size = ::read(m_signals, &taken, sizeof taken);
  m_source.request_stop();
  // From here on Ctrl+C does what it always does, in this thread.
  const sigset_t set = interruptOnly();
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
  ::poll(&watched[1], 1, -1);
}

}  // namespace molloquy::cli
