#include "model/chem/energy/parallel.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace molloquy::energy {

int threadsFor(int jobs) {
  return std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 1, std::max(jobs, 1));
}

void inParallel(int jobs, int threads, const std::function<void(int job, int thread)>& work,
                const std::function<void(int job)>& finished) {
  std::atomic<int> next = 0;
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<int> done;  // Guarded by mutex, as all below.
  int running = threads;
  std::exception_ptr problem;
  const auto serve = [&](int thread) {
    try {
      for (int job = next++; job < jobs; job = next++) {
        work(job, thread);
        const std::scoped_lock lock(mutex);
        done.push_back(job);
        changed.notify_one();
      }
    } catch (...) {
      next = jobs;
      const std::scoped_lock lock(mutex);
      problem = std::current_exception();
    }
    const std::scoped_lock lock(mutex);
    --running;
    changed.notify_one();
  };
  std::vector<std::jthread> crew;
  for (int thread = 0; thread < threads; ++thread) crew.emplace_back(serve, thread);
  std::unique_lock lock(mutex);
  while (running > 0 || !done.empty()) {
    changed.wait(lock, [&] { return running == 0 || !done.empty(); });
    while (!done.empty()) {
      const int job = done.front();
      done.pop_front();
      lock.unlock();
      if (finished) finished(job);
      lock.lock();
    }
  }
  lock.unlock();
  crew.clear();
  if (problem) std::rethrow_exception(problem);
}

}  // namespace molloquy::energy
