#pragma once

#include <atomic>
#include <functional>
#include <thread>
#include <vector>

namespace molloquy::kernels {

class ThreadTeam;

/// One thread's place in a team while a job runs.
struct TeamMember {
  int index = 0;
  int count = 1;
  ThreadTeam* team = nullptr;

  /// Waits until every member has come here.
  void barrier() const;

  struct Range {
    int begin = 0;
    int end = 0;
  };
  /// This member's share of `total` pieces, in multiples of `step`.
  [[nodiscard]] Range share(int total, int step = 1) const;
};

/// Threads that stay alive and work on one job at a time, with barriers inside the job that cost
/// under a microsecond: a decoder step has hundreds. Waiting threads spin for some microseconds and
/// then sleep, so that a busy machine is not held up. Thread: `run` from one thread at a time.
class ThreadTeam {
 public:
  /// threads  at least 1; the caller of `run` is one of them.
  explicit ThreadTeam(int threads);
  ~ThreadTeam();
  ThreadTeam(const ThreadTeam&) = delete;
  ThreadTeam& operator=(const ThreadTeam&) = delete;

  [[nodiscard]] int size() const { return m_size; }
  /// Every member runs the job once; returns when all have. The job does not throw.
  void run(const std::function<void(const TeamMember&)>& job);

 private:
  friend struct TeamMember;
  void work(int index);
  void waitAtBarrier();

  int m_size;
  const std::function<void(const TeamMember&)>* m_job = nullptr;
  std::atomic<int> m_round = 0;       ///< raised to start a job; negative ends the threads.
  std::atomic<int> m_arrived = 0;     ///< members at the current barrier.
  std::atomic<int> m_generation = 0;  ///< barriers passed.
  std::vector<std::thread> m_threads;
};

}  // namespace molloquy::kernels
