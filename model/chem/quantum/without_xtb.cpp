// Quantum chemistry in a build without xtb.
#include "model/chem/quantum/worker_pool.h"

namespace molloquy::quantum {

Result<std::filesystem::path> workerProgram() {
  return fail(ErrorCode::Unsupported,
              "This build has no xtb. Install libxtb-dev and build with MOLLOQUY_WITH_XTB=ON.");
}

}  // namespace molloquy::quantum
