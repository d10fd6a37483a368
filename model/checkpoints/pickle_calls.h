#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.h"
#include "model/checkpoints/pickle_document.h"
#include "model/checkpoints/pickle_reader.h"

namespace molloquy::checkpoints {

/// Accepts a class or function that a pickle of this content names. Errors: Unsupported, naming it.
Result<PickleGlobal> allowedGlobal(PickleContent content, std::string_view module,
                                   std::string_view name);

/// The number type of a storage class ("torch.FloatStorage") or of a number type's own name
/// ("torch.float32"), nullopt for anything else.
std::optional<TensorType> torchNumberType(std::string_view name);

/// What calling the allowed `global` with `arguments` stands for.
/// Errors: Unsupported or Corrupt, as a part of a sentence.
Result<PickleValue> recordCall(const PickleDocument& document, const PickleGlobal& global,
                               const std::vector<PickleIndex>& arguments);

/// What a persistent id stands for: a storage.
Result<PickleValue> recordStorage(const PickleDocument& document, PickleIndex persistentId);

}  // namespace molloquy::checkpoints
