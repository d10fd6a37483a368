#include <fmt/format.h>

#include "model/base/program_paths.h"
#include "model/chem/quantum/worker_pool.h"

namespace molloquy::quantum {

Result<std::filesystem::path> workerProgram() {
  const std::filesystem::path program = pluginFolder() / "molloquy-xtb-worker";
  std::error_code ignored;
  if (std::filesystem::exists(program, ignored)) return program;
  return fail(ErrorCode::NotFound,
              fmt::format("The program {} is missing; install Molloquy again, or set "
                          "MOLLOQUY_PLUGIN_DIR to the folder that holds it.",
                          program.string()));
}

}  // namespace molloquy::quantum
