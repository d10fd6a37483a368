#pragma once

#include "model/train/objective.h"

namespace molloquy::train {

/// Writes what a training ends with into the job's training folder.
///
/// model/    the finished network as a model folder, with the job's companion files.
/// adapter/  only where the language model learnt by adapters: the adapter alone as peft reads it,
///           with a card. A language model without structures is written merged, because plain
///           model folders hold no adapters; a molecule model keeps them apart from its weights.
/// returns model/. Errors: those of writing; InvalidInput when adapters were trained on a language
/// model that came from no folder.
Result<std::filesystem::path> writeFinishedModel(const recipes::TrainingJob& job,
                                                 const recipes::PreparedDataset& data,
                                                 TrainingObjective& objective);

}  // namespace molloquy::train
