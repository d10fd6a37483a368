#pragma once

namespace molloquy::session {

/// Logs a warning when matrices are multiplied by a slow library: Debian's reference BLAS is 20
/// times slower than OpenBLAS, and OpenBLAS with its own threads 2 to 3 times slower than the
/// OpenMP one.
void warnOfSlowMathLibrary();

}  // namespace molloquy::session
