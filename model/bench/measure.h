#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "model/kernels/kernel_table.h"
#include "model/kernels/thread_team.h"

namespace molloquy::bench {

/// Seconds of one piece of work.
struct Time {
  double wall = 0.0;
  double processor = 0.0;  ///< of all threads of the process.

  /// The time that counts: see bench::run.
  [[nodiscard]] double counted(int threads) const { return threads == 1 ? processor : wall; }
};

/// Runs the work once.
Time timed(const std::function<void()>& work);

/// What the machine gives at this moment.
class Probes {
 public:
  /// threads  that read or multiply at the same time.
  explicit Probes(int threads);
  /// Bytes read a second, from a buffer larger than any cache.
  double readRate();
  /// Operations a second in registers, at bfloat16's precision or better, of the faster of the
  /// processor's ways.
  double peakOperations();

 private:
  kernels::ThreadTeam m_team;
  std::vector<std::byte> m_buffer;
};

/// The middle one of some numbers.
double median(std::vector<double> numbers);

}  // namespace molloquy::bench
