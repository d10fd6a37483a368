#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>

namespace molloquy::cli {

/// Tells on standard error what takes long: nothing for the first 0.4 s; then, on a terminal, one
/// line that is kept up to date, with the time that is left, and wiped at the end, elsewhere a
/// single line.
class Progress {
 public:
  /// doing  "Loading the model".
  explicit Progress(std::string doing);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// How much is done; any thread.
  void report(std::uintmax_t done, std::uintmax_t total);

 private:
  void watch(const std::stop_token& stop);
  void show();

  std::string m_doing;
  std::atomic<std::uintmax_t> m_done = 0;
  std::atomic<std::uintmax_t> m_total = 0;  ///< 0: not known.
  std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
  bool m_shown = false;
  // The watcher sleeps on these, so that the end of the work wakes it at once.
  std::mutex m_mutex;
  std::condition_variable_any m_end;
  std::jthread m_watcher;
};

}  // namespace molloquy::cli
