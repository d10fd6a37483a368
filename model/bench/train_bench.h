#pragma once

#include "model/bench/benchmark.h"

namespace molloquy::bench {

/// Work "train" of run(): updates of the encoder's pretraining, of stage 1 and of stage 2, in
/// float32 and under bfloat16 autocast, with activations kept and recomputed.
Result<void> benchTrain(const Options& options, const OnRow& onRow, std::stop_token stop);

}  // namespace molloquy::bench
