#pragma once

#include <stop_token>

#include "model/llama/decoder.h"
#include "model/molm/molecule_language_model.h"
#include "model/molm/stage1_model.h"
#include "model/recipes/prepared_dataset.h"
#include "model/recipes/recipe.h"
#include "model/unimol/pretraining_model.h"

namespace molloquy::train {

/// Builds the network of a recipe on the processor and fills it: fresh weights by the seed, then
/// those of start.folder, then those of start.files, later ones winning. Frozen matrices of the
/// language model are kept in bfloat16 where the recipe computes in it. Word embeddings with fewer
/// rows than the network fill its first rows (3D-MoLM adds two tokens to Llama's).
///
/// Errors: those of reading, naming file and tensor; InvalidInput when the data was prepared with
/// another vocabulary than the network's.
Result<molm::MoleculeLanguageModel> answersModel(const recipes::Recipe& recipe,
                                                 const recipes::PreparedDataset& data);
Result<molm::Stage1Model> representationModel(const recipes::Recipe& recipe,
                                              const recipes::PreparedDataset& data);
Result<llama::Decoder> textModel(const recipes::Recipe& recipe,
                                 const recipes::PreparedDataset& data);

Result<unimol::PretrainingModel> denoisingModel(const recipes::Recipe& recipe);

/// Lays the weights of the recipe's start over a network that has been initialised.
Result<void> loadStart(torch::nn::Module& module, const recipes::Recipe& recipe);

}  // namespace molloquy::train
