#pragma once

#include "model/molm/text_batch.h"
#include "model/recipes/example_order.h"
#include "model/recipes/recipe.h"
#include "model/recipes/training_job.h"

/// Token rows that the objectives with a language model have in common.
namespace molloquy::train {

/// Prompts and answers of the examples, joined and padded as the recipe says.
molm::TextBatch textBatch(const recipes::PreparedDataset& data,
                          const recipes::BatchIndices& examples, const molm::TextLayout& layout,
                          const recipes::BatchSettings& settings);

/// Page-locked copies.
molm::TextBatch pinned(const molm::TextBatch& text);

/// The rows as plain numbers.
std::vector<recipes::FedExample> describeRows(const recipes::PreparedDataset& data,
                                              const recipes::BatchIndices& examples,
                                              const molm::TextBatch& text);

/// Multiply-adds times two of a decoder's training step: forward, back to the rows before it, and
/// to the weights where they learn; logits of the learnt rows alone.
double decoderFlops(const llama::Config& config, recipes::Learning learning, std::int64_t rows,
                    std::int64_t width, std::int64_t learntRows);

}  // namespace molloquy::train
