#include <immintrin.h>

#include "model/vectors/scan_levels.h"

namespace molloquy::vectors {
namespace {

#include "model/vectors/scan_loops.inl"

#include "model/vectors/scan_avx512.inl"

#include "model/vectors/scan_tiles.inl"

}  // namespace

const ScanKernels kAvx512Scans{upperBounds,   dotHalves,      dotOfHalves, toHalves,
                               tanimotoPlain, closenessPlain, packTile,    tileBounds};

}  // namespace molloquy::vectors
