#pragma once

#include <stop_token>

#include "model/chem/formats/raw_structure.h"
#include "model/chem/formats/text_lines.h"

namespace molloquy::chem {

/// A V3000 record too large for RDKit: atoms with charges, isotopes and radicals, bonds, positions.
/// atoms  what its COUNTS line promises, already checked against the number of lines.
/// Errors: InvalidInput with the line.
Result<RawStructure> readLargeV3000(const TextLines& record, std::size_t atoms,
                                    const std::stop_token& stop);

}  // namespace molloquy::chem
