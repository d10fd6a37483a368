#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <stop_token>
#include <string>
#include <utility>

#include "model/base/result.h"
#include "model/chem/quantum/worker_messages.h"

namespace molloquy::quantum {

/// A file descriptor that is closed at the end.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) : m_number(number) {}
  Descriptor(Descriptor&& other) noexcept : m_number(std::exchange(other.m_number, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor();

  [[nodiscard]] int number() const { return m_number; }

 private:
  int m_number;
};

/// A running worker: a child process that is asked over a socket, which is its standard input.
/// What it prints goes to a memory file. It ends when the socket is closed, so it never outlives
/// this program, however that ends. Destroyed, it is killed and waited for.
/// Thread: one at a time.
class WorkerProcess {
 public:
  /// Starts the program and waits for its greeting. The worker computes with one thread, is in a
  /// process group of its own (Ctrl+C does not reach it) and has no signals blocked.
  /// Errors: Internal (it cannot be started, or is no worker), InvalidInput (stopped).
  static Result<WorkerProcess> start(const std::filesystem::path& program,
                                     std::chrono::milliseconds limit, const std::stop_token& stop);
  WorkerProcess(WorkerProcess&& other) noexcept;
  WorkerProcess& operator=(WorkerProcess&&) = delete;
  ~WorkerProcess();

  /// Asks and waits. After an error of this kind the process is of no use any more:
  /// Internal (it ended: with which signal or status and its last words; it took longer than
  /// `limit`; it wrote something else than the answer), InvalidInput (stopped).
  Result<WorkerAnswer> ask(const WorkerRequest& request, std::chrono::milliseconds limit,
                           const std::stop_token& stop);

  [[nodiscard]] pid_t processId() const { return m_process; }
  [[nodiscard]] const Greeting& greeting() const { return m_greeting; }
  /// Whether it still runs. A worker that ended since its last answer says no.
  [[nodiscard]] bool isAlive() const;

 private:
  /// How long to wait for the worker, at most.
  struct Patience;

  WorkerProcess() = default;
  Result<void> spawn(const std::filesystem::path& program);
  Result<void> send(std::string_view line, const Patience& patience);
  Result<std::string> receiveLine(const Patience& patience);
  /// Waits until the socket can be used for `events` (POLLIN, POLLOUT).
  Result<void> wait(short events, const Patience& patience);
  /// Why the worker does not answer any more.
  Error obituary();
  [[nodiscard]] std::string lastWords() const;

  pid_t m_process = -1;
  Descriptor m_socket;
  Descriptor m_output;  ///< memory file with what the worker prints.
  std::string m_received;
  Greeting m_greeting;
};

}  // namespace molloquy::quantum
