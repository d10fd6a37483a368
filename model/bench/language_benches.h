#pragma once

#include "model/bench/benchmark.h"

namespace molloquy::bench {

/// The works of run() that concern the language model.
Result<void> benchDecode(const Options& options, const OnRow& onRow, std::stop_token stop);
Result<void> benchBeams(const Options& options, const OnRow& onRow, std::stop_token stop);
Result<void> benchPrefill(const Options& options, const OnRow& onRow, std::stop_token stop);

}  // namespace molloquy::bench
