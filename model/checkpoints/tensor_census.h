#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "model/checkpoints/model_folder.h"
#include "model/checkpoints/tensor_source.h"

namespace molloquy::checkpoints {

/// Where tensors without a part in their names belong: a plain language model names none.
enum class UnnamedPart { Other, LanguageModel };

/// Parameters of all tensors by part and by number type. Codes of a quantised matrix X.weight
/// (X.weight.int4, two to a byte; X.weight.int8) count as its parameters, scales not at all.
struct TensorCensus {
  std::vector<PartSize> parts;  ///< in the order of the data's way, absent ones left out.
  std::map<std::string, std::int64_t> parametersByType;
  std::int64_t parameters = 0;
};

TensorCensus countTensors(const TensorSource& source, UnnamedPart unnamed);

}  // namespace molloquy::checkpoints
