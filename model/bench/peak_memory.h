#pragma once

#include <cstdint>

namespace molloquy::bench {

/// How far the process's memory grows beyond what it holds at the beginning.
class PeakMemory {
 public:
  /// Gives unused memory back to the system and starts to watch.
  PeakMemory();
  /// Bytes since then at the highest; 0 where the system does not tell.
  [[nodiscard]] std::uintmax_t growth() const;

 private:
  std::uintmax_t m_before;
};

}  // namespace molloquy::bench
