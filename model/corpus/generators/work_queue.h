#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <stop_token>
#include <utility>

namespace molloquy::corpus {

/// A queue between threads that holds a few things; who puts waits while it is full.
template <class T>
class WorkQueue {
 public:
  explicit WorkQueue(std::size_t most) : m_most(most) {}

  /// False when stopped.
  bool put(T&& thing, const std::stop_token& stop) {
    std::unique_lock lock(m_mutex);
    if (!m_changed.wait(lock, stop, [this] { return m_things.size() < m_most; })) return false;
    m_things.push_back(std::move(thing));
    m_changed.notify_all();
    return true;
  }

  /// Nothing when stopped, or after the last one of a closed queue.
  std::optional<T> take(const std::stop_token& stop) {
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, stop, [this] { return m_closed || !m_things.empty(); });
    if (stop.stop_requested() || m_things.empty()) return std::nullopt;
    T thing = std::move(m_things.front());
    m_things.pop_front();
    m_changed.notify_all();
    return thing;
  }

  /// Nothing more will be put.
  void close() {
    const std::scoped_lock lock(m_mutex);
    m_closed = true;
    m_changed.notify_all();
  }

 private:
  std::size_t m_most;
  std::mutex m_mutex;
  std::condition_variable_any m_changed;
  std::deque<T> m_things;
  bool m_closed = false;
};

}  // namespace molloquy::corpus
