#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "model/base/result.h"

namespace molloquy::prepare {

/// Work done by several threads whose results are taken in the order it was given out, by the
/// thread that gives it out. No more than `window` pieces are under way, so memory stays bounded.
/// What a piece throws is thrown by `add` or `finish`. Thread: one at a time.
template <class T>
class OrderedWork {
 public:
  using Take = std::function<Result<void>(T&&)>;

  OrderedWork(int threads, std::size_t window, Take take)
      : m_window(window), m_take(std::move(take)) {
    for (int i = 0; i < threads; ++i) {
      m_threads.emplace_back([this](const std::stop_token& stop) { work(stop); });
    }
  }
  ~OrderedWork() {
    for (std::jthread& thread : m_threads) thread.request_stop();
    m_given.notify_all();
  }
  OrderedWork(const OrderedWork&) = delete;
  OrderedWork& operator=(const OrderedWork&) = delete;

  /// Hands a piece to the threads; waits for the oldest one when the window is full.
  Result<void> add(std::function<T()> piece) {
    std::packaged_task<T()> task(std::move(piece));
    m_results.push_back(task.get_future());
    {
      const std::lock_guard lock(m_mutex);
      m_tasks.push_back(std::move(task));
    }
    m_given.notify_one();
    return m_results.size() < m_window ? Result<void>() : takeOldest();
  }
  /// Takes everything that is under way.
  Result<void> finish() {
    while (!m_results.empty()) {
      if (Result<void> taken = takeOldest(); !taken) return taken;
    }
    return {};
  }

 private:
  Result<void> takeOldest() {
    std::future<T> oldest = std::move(m_results.front());
    m_results.pop_front();
    return m_take(oldest.get());
  }

  void work(const std::stop_token& stop) {
    std::unique_lock lock(m_mutex);
    while (m_given.wait(lock, stop, [this] { return !m_tasks.empty(); })) {
      if (stop.stop_requested()) return;
      std::packaged_task<T()> task = std::move(m_tasks.front());
      m_tasks.pop_front();
      lock.unlock();
      task();
      lock.lock();
    }
  }

  std::size_t m_window;
  Take m_take;
  std::deque<std::future<T>> m_results;  ///< in the order they were given out.
  std::mutex m_mutex;
  std::condition_variable_any m_given;
  std::deque<std::packaged_task<T()>> m_tasks;
  std::vector<std::jthread> m_threads;  ///< last, so that they end first.
};

}  // namespace molloquy::prepare
