#pragma once

#include <sys/types.h>

#include <filesystem>

#include "model/base/result.h"

namespace molloquy::quantum {

/// Starts a program whose standard input is `input` and whose output and errors go to `output`.
/// Its environment is this program's with OMP_NUM_THREADS and OPENBLAS_NUM_THREADS set to 1; it has
/// a process group of its own and blocks no signals. Errors: Internal, naming the program.
Result<pid_t> spawnWorker(const std::filesystem::path& program, int input, int output);

}  // namespace molloquy::quantum
