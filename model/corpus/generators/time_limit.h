#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>

namespace molloquy::corpus {

/// A stop token that is stopped with another one, or after a time.
class TimeLimit {
 public:
  TimeLimit(std::chrono::milliseconds limit, const std::stop_token& outer)
      : m_outer(outer, [this] { m_source.request_stop(); }),
        m_watch([this, limit](const std::stop_token& end) { watch(limit, end); }) {}

  [[nodiscard]] std::stop_token token() const { return m_source.get_token(); }
  /// Whether the time ran out.
  [[nodiscard]] bool isOver() const { return m_over; }

 private:
  void watch(std::chrono::milliseconds limit, const std::stop_token& end) {
    std::unique_lock lock(m_mutex);
    m_wake.wait_for(lock, end, limit, [] { return false; });
    if (end.stop_requested()) return;
    m_over = true;
    m_source.request_stop();
  }

  std::stop_source m_source;
  std::atomic<bool> m_over = false;
  std::mutex m_mutex;
  std::condition_variable_any m_wake;
  std::stop_callback<std::function<void()>> m_outer;
  std::jthread m_watch;  ///< last: it uses the others.
};

}  // namespace molloquy::corpus
