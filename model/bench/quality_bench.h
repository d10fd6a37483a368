#pragma once

#include "model/bench/benchmark.h"

namespace molloquy::bench {

/// "quality" of run(): texts drawn from the bf16 model's own distribution, then their perplexity with
/// the same weights in int8 and int4. Row::ratio is perplexity over bf16's.
Result<void> benchQuality(const Options& options, const OnRow& onRow, std::stop_token stop);

}  // namespace molloquy::bench
