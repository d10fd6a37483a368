#pragma once

#include <cstdint>

#include "model/recipes/recipe.h"

namespace molloquy::recipes {

/// How far a run is.
struct RunPosition {
  std::int64_t step = 0;  ///< optimiser steps done.
  int epoch = 0;
  std::int64_t epochBatches = 0;  ///< micro-batches of an epoch for one process.
  int epochs = 1;
  std::int64_t steps = 1;  ///< optimiser steps of the whole run.
  double share = 0;        ///< of the run that is done, 0..1: of its steps or of its time.
};

/// Learning rate of the next update.
///
/// EpochCosine     W = min(epochBatches, warmupSteps); epoch 0: min(rate, warm + (rate - warm) *
/// step
///                 / max(W, 1)); later min + (rate - min) * (1 + cos(pi * epoch / epochs)) / 2.
/// StepCosine      up to step W as above, then the cosine of step / steps, not moved by the
/// warm-up. EpochDecay      warm-up in epoch 0, then max(min, rate * decay^epoch). ProgressCosine
/// linear warm-up by steps, then the cosine of `share`. Source: 3D-MoLM reference: LAVIS optims.py,
/// model/blip2_stage3.py; golden lr_schedules.json.
double learningRateAt(const ScheduleSettings& schedule, const RunPosition& position);

}  // namespace molloquy::recipes
