#pragma once

#include "model/library/transfer/draft.h"

namespace molloquy::library {

/// A structure with what its data fields tell: names, identifiers, texts, values. Fields of PubChem
/// are understood; of others those with usual names, and the rest are values.
/// source  used unless the fields tell a better one.
Draft draftOfFields(const chem::StructureRecord& record, const Source& source);

}  // namespace molloquy::library
