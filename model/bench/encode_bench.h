#pragma once

#include "model/bench/benchmark.h"

namespace molloquy::bench {

/// Work::Encode of run(): 256 drug-sized structures through a random encoder of the published size.
Result<void> benchEncode(const Options& options, const OnRow& onRow, std::stop_token stop);

}  // namespace molloquy::bench
