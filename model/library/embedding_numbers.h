#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "model/base/result.h"
#include "model/library/molecule_library.h"

namespace molloquy::library {

/// [rows, queries, width] -> [rows, width], means of length one.
std::vector<float> pooledStructures(std::span<const float> structures, std::size_t queries,
                                    std::size_t width);
/// Errors: InvalidInput (no stamp, no sizes, or numbers that do not make whole rows).
Result<void> checkSizes(const NewEmbeddings& embeddings);
/// NotFound: the model has no embeddings in the library.
tl::unexpected<Error> noEmbeddings(std::string_view stamp);

}  // namespace molloquy::library
