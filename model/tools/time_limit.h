#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

namespace molloquy::tools {

/// Asks work to stop when it takes too long. One piece of work at a time, from one thread.
class TimeLimit {
 public:
  explicit TimeLimit(double seconds) : m_seconds(seconds), m_watch([this](std::stop_token end) { watch(end); }) {}
  ~TimeLimit() {
    m_watch.request_stop();
    m_changed.notify_all();
  }
  TimeLimit(const TimeLimit&) = delete;
  TimeLimit& operator=(const TimeLimit&) = delete;

  /// Starts the clock; the token asks to stop when the time is over.
  std::stop_token start() {
    const std::lock_guard lock(m_mutex);
    m_source = std::stop_source();
    m_deadline = std::chrono::steady_clock::now() + std::chrono::duration_cast<Duration>(
                                                        std::chrono::duration<double>(m_seconds));
    m_running = true;
    m_changed.notify_all();
    return m_source.get_token();
  }
  void finish() {
    const std::lock_guard lock(m_mutex);
    m_running = false;
  }

 private:
  using Duration = std::chrono::steady_clock::duration;

  void watch(const std::stop_token& end) {
    std::unique_lock lock(m_mutex);
    while (!end.stop_requested()) {
      m_changed.wait(lock, end, [this] { return m_running; });
      const auto deadline = m_deadline;
      m_changed.wait_until(lock, end, deadline,
                           [&] { return !m_running || m_deadline != deadline; });
      if (m_running && m_deadline == deadline && !end.stop_requested()) {
        m_source.request_stop();
        m_running = false;
      }
    }
  }

  double m_seconds;
  std::mutex m_mutex;
  std::condition_variable_any m_changed;
  std::stop_source m_source;
  std::chrono::steady_clock::time_point m_deadline;
  bool m_running = false;
  std::jthread m_watch;  ///< last: starts when everything else is made.
};

}  // namespace molloquy::tools
