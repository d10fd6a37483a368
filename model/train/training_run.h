#pragma once

#include <stop_token>

#include "model/train/objective.h"

namespace molloquy::train {

/// One training run from its job: network, data, processes, loop, finished model.
///
/// The training folder gets train.jsonl, checkpoints/ and, at a normal end, model/ with the
/// finished network and the job's companion files. A stop ends after the current update with a
/// checkpoint. Errors: those of reading and writing; InvalidInput (a folder that holds a run
/// already, data that does not fit, a loss that is no number); OutOfMemory; Internal (another
/// process is gone).
Result<recipes::TrainingEnd> runTraining(const recipes::TrainingJob& job,
                                         const recipes::TrainingObserver& observer,
                                         std::stop_token stop);

/// What the run would take: sizes, memory and time of real updates, and the first batch as fed.
/// Nothing is written.
Result<recipes::DryRun> dryRun(const recipes::TrainingJob& job);

/// The objective of a recipe with its network, filled and on the device.
Result<std::unique_ptr<TrainingObjective>> makeObjective(const recipes::Recipe& recipe,
                                                         const recipes::PreparedDataset& data,
                                                         at::Device device);

}  // namespace molloquy::train
