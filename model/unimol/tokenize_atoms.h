#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "model/base/result.h"
#include "model/unimol/config.h"

namespace molloquy::unimol {

/// One structure as the encoder wants it; N counts the two marks.
struct TokenizedMolecule {
  std::vector<std::int64_t> tokens;                ///< [N] [CLS], atoms, [SEP].
  std::vector<std::array<double, 3>> coordinates;  ///< [N] centred, angstrom; marks at the origin.
};

/// Id of an element symbol; [UNK] for one that the dictionary lacks. Case-sensitive.
int elementId(const std::string& symbol, const Config& config);

/// Drops hydrogens (unless there is nothing else), centres on the mean of the kept atoms and adds a
/// mark in front and behind at the origin.
///
/// symbols, positions  same length; angstrom.
/// Errors: InvalidInput (no atoms, lengths differ, a coordinate that is not finite).
/// More than config.maxAtoms kept atoms: a subset drawn with a fixed seed, in its drawn order.
/// Source: reference unimol_dataset.py.
/// Deviation: the reference draws the subset afresh at every access.
Result<TokenizedMolecule> tokenizeAtoms(std::span<const std::string> symbols,
                                        std::span<const std::array<float, 3>> positions,
                                        const Config& config);

}  // namespace molloquy::unimol
