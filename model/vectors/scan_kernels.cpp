#include "model/vectors/scan_kernels.h"

#include <initializer_list>

#include "model/vectors/scan_levels.h"

namespace molloquy::vectors {

using kernels::CpuLevel;

const ScanKernels& scanKernelsFor([[maybe_unused]] CpuLevel level) { return kPortableScans; }

const ScanKernels& bestScanKernels() {
  for (const CpuLevel level : {CpuLevel::Avx512, CpuLevel::Avx2}) {
    if (kernels::hasCpuLevel(level)) return scanKernelsFor(level);
  }
  return kPortableScans;
}

}  // namespace molloquy::vectors
