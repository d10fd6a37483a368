#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/base/result.h"
#include "model/checkpoints/pickle_document.h"
#include "model/checkpoints/pytorch_file.h"

namespace molloquy::checkpoints {

/// The tensors that a pickle holds, in order, named by their dictionary keys. When the outermost
/// dictionary has an entry "state_dict", "model", "module" or "model_state_dict" with tensors in
/// it, only that one is read and its name is left out.
///
/// Every view is checked: non-negative sizes and strides, inside its storage, no overflow.
/// Errors, as part of a sentence: Corrupt, naming the tensor; Unsupported (nested too deep).
Result<std::vector<PytorchEntry>> pytorchEntries(const PickleDocument& document);

/// Numbers and texts of the outermost dictionary.
std::map<std::string, std::string> plainFields(const PickleDocument& document);

}  // namespace molloquy::checkpoints
