#pragma once

#include <cstdint>
#include <stop_token>

#include "model/base/result.h"
#include "model/evaluation/question.h"

namespace molloquy::evaluation {

/// Which SMILES stands in the prompt.
enum class SmilesForm { Written, Canonical };

struct StructureOptions {
  SmilesForm smiles = SmilesForm::Written;
  std::uint32_t shapeSeed = 7;  ///< of the conformer, where the data has none.
};

/// What a model is shown of a question's structure: the data's own conformer, or one made by
/// ETKDGv3 and MMFF94. Errors: InvalidInput (no usable SMILES or atoms; embedding failed or was
/// stopped), Unsupported (a conformer is needed and there is no RDKit).
Result<session::SeenStructure> shownStructure(const Question& question,
                                              const StructureOptions& options,
                                              const std::stop_token& stop = {});

/// The SMILES alone, for models that read words.
Result<session::SeenStructure> writtenStructure(const Question& question,
                                                const StructureOptions& options);

}  // namespace molloquy::evaluation
