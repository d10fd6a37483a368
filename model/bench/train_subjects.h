#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "model/recipes/prepared_dataset.h"
#include "model/recipes/recipe.h"

namespace molloquy::bench {

/// A stage of training on made-up structures and texts.
struct TrainSubject {
  std::string name;                   ///< "encoder", "stage 1", "stage 2".
  recipes::Recipe recipe;             ///< fresh weights of the shape asked for.
  std::filesystem::path data;         ///< prepared data of `examples` examples.
  std::vector<std::size_t> examples;  ///< of one micro-batch.
};

/// Encoder, stage 1 and stage 2 (adapters on a resting language model), their data written into a
/// folder.
///
/// shape  "small": a model for a laptop. "tinyllama": Uni-Mol, SciBERT and TinyLlama as published.
/// Errors: InvalidInput, naming the shapes; those of writing.
Result<std::vector<TrainSubject>> trainSubjects(const std::string& shape,
                                                const std::filesystem::path& folder);

}  // namespace molloquy::bench
