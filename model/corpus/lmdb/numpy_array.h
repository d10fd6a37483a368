#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/base/result.h"
#include "model/checkpoints/pickle_document.h"

namespace molloquy::corpus {

/// Numbers or texts of a numpy array or number, in row order.
struct NumpyArray {
  std::vector<std::size_t> shape;  ///< empty for a single number.
  std::vector<double> numbers;     ///< empty for texts.
  std::vector<std::string> texts;  ///< empty for numbers.
};

/// Reads what numpy wrote into a pickle, by whichever of its ways (_reconstruct with a state,
/// _frombuffer, scalar); nullopt when the value is no array.
/// Errors: Corrupt, Unsupported (number type, more than 3 dimensions), as a sentence.
Result<std::optional<NumpyArray>> numpyArrayOf(const checkpoints::PickleDocument& document,
                                               checkpoints::PickleIndex value);

}  // namespace molloquy::corpus
