#include "model/bench/peak_memory.h"

#include <malloc.h>

#include <fstream>
#include <string>

namespace molloquy::bench {
namespace {

/// A line of /proc/self/status in bytes, "VmHWM:     1234 kB"; 0 when it is absent.
std::uintmax_t statusBytes(const std::string& key) {
  std::ifstream status("/proc/self/status");
  constexpr std::uintmax_t kKibi = 1024;
  std::string word;
  while (status >> word) {
    std::uintmax_t kibibytes = 0;
    if (word == key && status >> kibibytes) return kibibytes * kKibi;
    std::getline(status, word);
  }
  return 0;
}

}  // namespace

PeakMemory::PeakMemory() {
  malloc_trim(0);
  // 5 makes the present memory the highest so far; see proc(5).
  std::ofstream("/proc/self/clear_refs") << "5";
  m_before = statusBytes("VmRSS:");
}

std::uintmax_t PeakMemory::growth() const {
  const std::uintmax_t highest = statusBytes("VmHWM:");
  return highest > m_before ? highest - m_before : 0;
}

}  // namespace molloquy::bench
