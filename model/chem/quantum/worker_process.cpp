#include "model/chem/quantum/worker_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include <fmt/format.h>

#include "model/chem/quantum/spawn.h"

namespace molloquy::quantum {
namespace {

using std::chrono::milliseconds;

/// How long a worker that hung up may take to end.
constexpr milliseconds kEndPatience{1000};
/// Characters of its last words that are repeated.
constexpr std::size_t kLastWords = 300;

std::string systemText() { return std::strerror(errno); }

Error stopped() { return {ErrorCode::InvalidInput, "The computation was stopped."}; }

/// Readable once a stop is requested.
class StopEvent {
 public:
  explicit StopEvent(const std::stop_token& stop)
      : m_event(::eventfd(0, EFD_CLOEXEC)), m_callback(stop, Signal{m_event.number()}) {}

  [[nodiscard]] int number() const { return m_event.number(); }

 private:
  struct Signal {
    int event;
    void operator()() const {
      const std::uint64_t one = 1;
      [[maybe_unused]] const ssize_t written = ::write(event, &one, sizeof one);
    }
  };
  Descriptor m_event;
  std::stop_callback<Signal> m_callback;
};

/// poll, gone on with after signals. Returns the number of ready descriptors.
template <std::size_t N>
int pollUntil(std::array<pollfd, N>& watched, std::chrono::steady_clock::time_point end) {
  while (true) {
    const auto left = std::chrono::ceil<milliseconds>(end - std::chrono::steady_clock::now());
    const auto timeout = static_cast<int>(std::clamp<long>(left.count(), 0, 1 << 30));
    const int ready = ::poll(watched.data(), watched.size(), timeout);
    if (ready >= 0 || errno != EINTR) return ready;
  }
}

std::string endingText(int status) {
  if (WIFSIGNALED(status)) {
    return fmt::format("was ended by signal {} ({})", WTERMSIG(status),
                       ::strsignal(WTERMSIG(status)));
  }
  return fmt::format("ended with status {}", WEXITSTATUS(status));
}

}  // namespace

struct WorkerProcess::Patience {
  Patience(milliseconds most, const std::stop_token& token)
      : limit(most), end(std::chrono::steady_clock::now() + most), stop(token) {}

  milliseconds limit;
  std::chrono::steady_clock::time_point end;
  const std::stop_token& stop;
};

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  if (this == &other) return *this;
  if (m_number >= 0) ::close(m_number);
  m_number = std::exchange(other.m_number, -1);
  return *this;
}

Descriptor::~Descriptor() {
  if (m_number >= 0) ::close(m_number);
}

WorkerProcess::WorkerProcess(WorkerProcess&& other) noexcept
    : m_process(std::exchange(other.m_process, -1)),
      m_socket(std::move(other.m_socket)),
      m_output(std::move(other.m_output)),
      m_received(std::move(other.m_received)),
      m_greeting(std::move(other.m_greeting)) {}

WorkerProcess::~WorkerProcess() {
  if (m_process < 0) return;
  ::kill(m_process, SIGKILL);
  while (::waitpid(m_process, nullptr, 0) < 0 && errno == EINTR) {
  }
}

Result<WorkerProcess> WorkerProcess::start(const std::filesystem::path& program, milliseconds limit,
                                           const std::stop_token& stop) {
  WorkerProcess worker;
  if (Result<void> spawned = worker.spawn(program); !spawned) {
    return tl::unexpected(spawned.error());
  }
  const auto line = worker.receiveLine({limit, stop});
  if (!line) return tl::unexpected(line.error().within("starting " + program.string()));
  Result<Greeting> greeting = greetingFrom(*line);
  if (!greeting) {
    return fail(ErrorCode::Internal,
                fmt::format("{} is no xtb worker of this version; install Molloquy again.",
                            program.string()));
  }
  worker.m_greeting = *std::move(greeting);
  return worker;
}

Result<void> WorkerProcess::spawn(const std::filesystem::path& program) {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    return fail(ErrorCode::Internal,
                fmt::format("The channel to a worker cannot be made: {}.", systemText()));
  }
  m_socket = Descriptor(ends[0]);
  const Descriptor childEnd(ends[1]);
  m_output = Descriptor(::memfd_create("molloquy-xtb-output", MFD_CLOEXEC));
  if (m_output.number() < 0) {
    return fail(ErrorCode::Internal,
                fmt::format("The output file of a worker cannot be made: {}.", systemText()));
  }
  ::fcntl(m_output.number(), F_SETFL, O_APPEND);
  const auto process = spawnWorker(program, childEnd.number(), m_output.number());
  if (!process) return tl::unexpected(process.error());
  m_process = *process;
  return {};
}

Result<void> WorkerProcess::wait(short events, const Patience& patience) {
  if (patience.stop.stop_requested()) return tl::unexpected(stopped());
  const StopEvent stopEvent(patience.stop);
  std::array<pollfd, 2> watched = {
      {{m_socket.number(), events, 0}, {stopEvent.number(), POLLIN, 0}}};
  const int ready = pollUntil(watched, patience.end);
  if (watched[1].revents != 0) return tl::unexpected(stopped());
  if (ready > 0) return {};
  if (ready == 0) {
    return fail(ErrorCode::Internal,
                fmt::format("xtb took longer than {} s and was ended.",
                            std::chrono::duration<double>(patience.limit).count()));
  }
  return fail(ErrorCode::Internal,
              fmt::format("The xtb worker cannot be waited for: {}.", systemText()));
}

Result<void> WorkerProcess::send(std::string_view line, const Patience& patience) {
  while (!line.empty()) {
    if (Result<void> ready = wait(POLLOUT, patience); !ready) return ready;
    const ssize_t sent =
        ::send(m_socket.number(), line.data(), line.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent >= 0) {
      line.remove_prefix(static_cast<std::size_t>(sent));
    } else if (errno != EINTR && errno != EAGAIN) {
      return tl::unexpected(obituary());
    }
  }
  return {};
}

Result<std::string> WorkerProcess::receiveLine(const Patience& patience) {
  std::array<char, 65536> piece{};
  std::size_t searched = 0;
  while (true) {
    const std::size_t at = m_received.find('\n', searched);
    if (at != std::string::npos) {
      std::string line = m_received.substr(0, at);
      m_received.erase(0, at + 1);
      return line;
    }
    searched = m_received.size();
    if (m_received.size() > kLongestLine) {
      return fail(ErrorCode::Internal, "The xtb worker wrote an answer without an end.");
    }
    if (Result<void> ready = wait(POLLIN, patience); !ready) return tl::unexpected(ready.error());
    const ssize_t got = ::recv(m_socket.number(), piece.data(), piece.size(), MSG_DONTWAIT);
    if (got > 0) {
      m_received.append(piece.data(), static_cast<std::size_t>(got));
    } else if (got == 0 || (errno != EINTR && errno != EAGAIN)) {
      return tl::unexpected(obituary());
    }
  }
}

Result<WorkerAnswer> WorkerProcess::ask(const WorkerRequest& request, milliseconds limit,
                                        const std::stop_token& stop) {
  // What it printed about earlier structures is of no interest.
  [[maybe_unused]] const int emptied = ::ftruncate(m_output.number(), 0);
  const Patience patience(limit, stop);
  if (const auto sent = send(toLine(request) + '\n', patience); !sent) {
    return tl::unexpected(sent.error());
  }
  const auto line = receiveLine(patience);
  if (!line) return tl::unexpected(line.error());
  Result<WorkerAnswer> answer = answerFrom(*line);
  if (!answer || answer->number != request.number || !m_received.empty()) {
    return fail(
        ErrorCode::Internal,
        fmt::format("The xtb worker wrote something else than the answer: \"{:.60}\".", *line));
  }
  return answer;
}

bool WorkerProcess::isAlive() const {
  siginfo_t ended{};
  // Looks only, so that the destructor still has a process to wait for.
  const int looked =
      ::waitid(P_PID, static_cast<id_t>(m_process), &ended, WEXITED | WNOHANG | WNOWAIT);
  return looked == 0 && ended.si_pid == 0;
}

Error WorkerProcess::obituary() {
  // glibc declares pidfd_open for C only.
  const Descriptor process(static_cast<int>(::syscall(SYS_pidfd_open, m_process, 0)));
  std::array<pollfd, 1> watched = {{{process.number(), POLLIN, 0}}};
  if (pollUntil(watched, std::chrono::steady_clock::now() + kEndPatience) <= 0) {
    return {ErrorCode::Internal, "The xtb worker hung up without an answer." + lastWords()};
  }
  int status = 0;
  while (::waitpid(m_process, &status, 0) < 0 && errno == EINTR) {
  }
  m_process = -1;
  return {ErrorCode::Internal,
          fmt::format("The xtb worker {}.{}", endingText(status), lastWords())};
}

std::string WorkerProcess::lastWords() const {
  const off_t size = ::lseek(m_output.number(), 0, SEEK_END);
  if (size <= 0) return {};
  std::string words(std::min(kLastWords, static_cast<std::size_t>(size)), '\0');
  const ssize_t got = ::pread(m_output.number(), words.data(), words.size(),
                              size - static_cast<off_t>(words.size()));
  words.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  for (char& letter : words) {
    if (letter == '\n' || letter == '\0') letter = ' ';
  }
  return words.empty() ? words : " It wrote: " + words;
}

}  // namespace molloquy::quantum
