#include "app/memory_use.h"

#include <unistd.h>

#include <fstream>

namespace molloquy::app {

MemoryUse memoryUse() {
  const auto page = static_cast<quint64>(::sysconf(_SC_PAGESIZE));
  quint64 whole = 0;
  quint64 resident = 0;
  std::ifstream statm("/proc/self/statm");
  statm >> whole >> resident;
  return {resident * page, static_cast<quint64>(::sysconf(_SC_PHYS_PAGES)) * page};
}

}  // namespace molloquy::app
