#pragma once

#include "model/vectors/scan_kernels.h"

namespace molloquy::vectors {

extern const ScanKernels kPortableScans;
#if defined(__x86_64__)
extern const ScanKernels kAvx2Scans;
extern const ScanKernels kAvx512Scans;       ///< without VPOPCNTDQ.
extern const ScanKernels kAvx512CountScans;  ///< with it.
#endif

}  // namespace molloquy::vectors
