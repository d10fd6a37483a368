#include "model/session/math_library.h"

#include <ATen/Context.h>
#include <dlfcn.h>
#include <spdlog/spdlog.h>

namespace molloquy::session {

void warnOfSlowMathLibrary() {
  if (at::hasMKL()) return;
  const auto parallel = reinterpret_cast<int (*)()>(::dlsym(RTLD_DEFAULT, "openblas_get_parallel"));
  constexpr int kOwnThreads = 1;
  if (parallel == nullptr) {
    spdlog::warn(
        "Answers will be slow: libtorch computes with the reference BLAS. Install the package "
        "libopenblas0-openmp.");
  } else if (parallel() == kOwnThreads) {
    spdlog::warn(
        "Answers are slower than need be: OpenBLAS uses threads of its own beside libtorch's. "
        "Install the package libopenblas0-openmp.");
  }
}

}  // namespace molloquy::session
