#include "model/train/memory_in_use.h"

#include <unistd.h>

#include <fstream>

#ifdef MOLLOQUY_CUDA_GRAPHS
#include <c10/cuda/CUDACachingAllocator.h>
#endif

namespace molloquy::train {

std::uintmax_t memoryInUse([[maybe_unused]] c10::Device device) {
#ifdef MOLLOQUY_CUDA_GRAPHS
  if (device.is_cuda()) {
    const auto stats = c10::cuda::CUDACachingAllocator::getDeviceStats(device.index());
    return static_cast<std::uintmax_t>(stats.allocated_bytes[0].current);
  }
#endif
  std::ifstream statm("/proc/self/statm");
  std::uintmax_t whole = 0;
  std::uintmax_t resident = 0;
  statm >> whole >> resident;
  return resident * static_cast<std::uintmax_t>(::sysconf(_SC_PAGESIZE));
}

}  // namespace molloquy::train
