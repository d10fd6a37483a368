#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace molloquy::library {

/// As many threads as there are processors.
inline int threadCount() {
  return static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
}

/// Calls `work(place)` for 0 .. count - 1, some on each of several threads; ends when all are done.
/// `work` must not throw.
template <class Work>
void inThreads(std::size_t count, const Work& work) {
  const std::size_t threads = std::min(count, static_cast<std::size_t>(threadCount()));
  std::atomic<std::size_t> next = 0;
  const auto takeTurns = [&] {
    for (std::size_t place = next++; place < count; place = next++) work(place);
  };
  std::vector<std::jthread> others;
  for (std::size_t thread = 1; thread < threads; ++thread) others.emplace_back(takeTurns);
  takeTurns();
}

}  // namespace molloquy::library
