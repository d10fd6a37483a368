#pragma once

#include "model/kernels/kernel_table.h"

namespace molloquy::kernels {

/// One table a level; `kernelsFor` chooses. All but the first exist on x86-64 only.
extern const KernelTable kPortableKernels;
extern const KernelTable kAvx2Kernels;
extern const KernelTable kAvx512Kernels;
extern const KernelTable kAvx512Bfloat16Kernels;

}  // namespace molloquy::kernels
