#pragma once

#include "model/bench/benchmark.h"

namespace molloquy::bench {

/// Work::Load of run(): writes a file of random weights, opens it several times, deletes it.
Result<void> benchLoad(const Options& options, const OnRow& onRow, std::stop_token stop);

}  // namespace molloquy::bench
