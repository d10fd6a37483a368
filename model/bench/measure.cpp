#include "model/bench/measure.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <ctime>

namespace molloquy::bench {
namespace {

constexpr std::size_t kProbeBytes = std::size_t{1} << 29;

double processorSeconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

/// Keeps a result from being optimised away.
template <class T>
void use(T value) {
  volatile T kept = value;
  (void)kept;
}

}  // namespace

Time timed(const std::function<void()>& work) {
  const auto wall = std::chrono::steady_clock::now();
  const double processor = processorSeconds();
  work();
  const double processorEnd = processorSeconds();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - wall;
  return {took.count(), processorEnd - processor};
}

Probes::Probes(int threads) : m_team(threads), m_buffer(kProbeBytes, std::byte{1}) {}

double Probes::readRate() {
  const kernels::KernelTable& table = kernels::kernelsFor(kernels::bestCpuLevel());
  const Time time = timed([&] {
    m_team.run([&](const kernels::TeamMember& member) {
      const std::size_t part = kProbeBytes / static_cast<std::size_t>(member.count) / 4096 * 4096;
      use(table.readLoop(m_buffer.data() + part * static_cast<std::size_t>(member.index), part));
    });
  });
  return static_cast<double>(kProbeBytes) / time.counted(m_team.size());
}

double Probes::peakOperations() {
  constexpr int kRounds = 400'000;
  double best = 0.0;
  for (int i = 0; i <= static_cast<int>(kernels::CpuLevel::Avx512Bfloat16); ++i) {
    const auto level = static_cast<kernels::CpuLevel>(i);
    if (!kernels::hasCpuLevel(level)) continue;
    const kernels::KernelTable& table = kernels::kernelsFor(level);
    const Time time = timed([&] {
      m_team.run([&](const kernels::TeamMember&) { use(table.peakLoop(kRounds, 1e-3F)); });
    });
    best = std::max(best, kRounds * table.peakLoopOperations * m_team.size() /
                              time.counted(m_team.size()));
  }
  return best;
}

double median(std::vector<double> numbers) {
  if (numbers.empty()) return 0.0;
  std::sort(numbers.begin(), numbers.end());
  return numbers[numbers.size() / 2];
}

}  // namespace molloquy::bench
