#include "model/kernels/thread_team.h"

#include <algorithm>
#include <limits>

namespace molloquy::kernels {
namespace {

constexpr int kSpins = 2000;

inline void pauseProcessor() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#endif
}

/// Returns once the value differs from `old`.
void waitForChange(const std::atomic<int>& value, int old) {
  for (int spin = 0; spin < kSpins; ++spin) {
    if (value.load(std::memory_order_acquire) != old) return;
    pauseProcessor();
  }
  while (value.load(std::memory_order_acquire) == old) value.wait(old, std::memory_order_acquire);
}

constexpr int kEnd = std::numeric_limits<int>::min();

}  // namespace

void TeamMember::barrier() const {
  if (count > 1) team->waitAtBarrier();
}

TeamMember::Range TeamMember::share(int total, int step) const {
  const auto pieces = static_cast<long long>((total + step - 1) / step);
  const auto first = static_cast<int>(pieces * index / count) * step;
  const auto last = static_cast<int>(pieces * (index + 1) / count) * step;
  return {std::min(first, total), std::min(last, total)};
}

ThreadTeam::ThreadTeam(int threads) : m_size(std::max(1, threads)) {
  for (int index = 1; index < m_size; ++index) {
    m_threads.emplace_back([this, index] { work(index); });
  }
}

ThreadTeam::~ThreadTeam() {
  m_round.store(kEnd, std::memory_order_release);
  m_round.notify_all();
  for (std::thread& thread : m_threads) thread.join();
}

void ThreadTeam::run(const std::function<void(const TeamMember&)>& job) {
  m_job = &job;
  if (m_size > 1) {
    m_round.fetch_add(1, std::memory_order_acq_rel);
    m_round.notify_all();
  }
  const TeamMember self{0, m_size, this};
  job(self);
  self.barrier();
}

void ThreadTeam::work(int index) {
  int seen = 0;
  while (true) {
    waitForChange(m_round, seen);
    seen = m_round.load(std::memory_order_acquire);
    if (seen == kEnd) return;
    const TeamMember self{index, m_size, this};
    (*m_job)(self);
    self.barrier();
  }
}

void ThreadTeam::waitAtBarrier() {
  const int generation = m_generation.load(std::memory_order_acquire);
  if (m_arrived.fetch_add(1, std::memory_order_acq_rel) + 1 == m_size) {
    m_arrived.store(0, std::memory_order_relaxed);
    m_generation.store(generation + 1, std::memory_order_release);
    m_generation.notify_all();
    return;
  }
  waitForChange(m_generation, generation);
}

}  // namespace molloquy::kernels
