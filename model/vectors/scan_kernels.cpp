#include "model/vectors/scan_kernels.h"

#include <initializer_list>

#include "model/vectors/scan_levels.h"

namespace molloquy::vectors {

using kernels::CpuLevel;

const ScanKernels& scanKernelsFor([[maybe_unused]] CpuLevel level) {
#if defined(__x86_64__)
  if (level == CpuLevel::Avx2) return kAvx2Scans;
  if (level != CpuLevel::Portable) {
    return __builtin_cpu_supports("avx512vpopcntdq") ? kAvx512CountScans : kAvx512Scans;
  }
#endif
  return kPortableScans;
}

const ScanKernels& bestScanKernels() {
  for (const CpuLevel level : {CpuLevel::Avx512, CpuLevel::Avx2}) {
    if (kernels::hasCpuLevel(level)) return scanKernelsFor(level);
  }
  return kPortableScans;
}

}  // namespace molloquy::vectors
