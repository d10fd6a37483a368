#pragma once

#include <memory>
#include <string>

#include "model/base/result.h"
#include "model/llama/config.h"
#include "model/native/llama_weights.h"

namespace molloquy::bench {

/// Sizes of a published model. Errors: InvalidInput, naming those that are known.
Result<llama::Config> shapeNamed(const std::string& name);
Result<native::Storage> storageNamed(const std::string& name);

/// Weights without meaning in the storage asked for; word embeddings in bfloat16. Every number is
/// finite and small; the head's are larger, so that some words are likelier than others. Throws
/// std::bad_alloc.
std::shared_ptr<const native::LlamaWeights> randomWeights(const llama::Config& config,
                                                          native::Storage storage);
/// The same weights in int8 or int4, as `quantizeFolder` would store them.
std::shared_ptr<const native::LlamaWeights> quantizedCopy(const native::LlamaWeights& weights,
                                                          native::Storage storage, int threads);
/// Bytes they will take.
std::uint64_t randomWeightBytes(const llama::Config& config, native::Storage storage);

/// Numbers of all linear layers of the blocks.
double linearNumbers(const llama::Config& config);

}  // namespace molloquy::bench
