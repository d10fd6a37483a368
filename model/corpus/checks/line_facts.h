#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "model/corpus/checks.h"
#include "model/corpus/corpus_line.h"

namespace molloquy::corpus {

/// Names of a structure, hashed; equal structures have equal ones.
struct StructureKeys {
  std::uint64_t full = 0;                 ///< InChIKey.
  std::uint64_t connectivity = 0;         ///< its first block: no stereo, no isotopes.
  std::optional<std::uint64_t> scaffold;  ///< of structures with rings.
  bool isInchi = true;                    ///< false: canonical SMILES took its place.
};

/// What one line is found to be, without looking at others.
struct LineFacts {
  std::optional<StructureKeys> keys;  ///< absent when the structure has no readable SMILES.
  std::vector<std::pair<Flaw, std::string>> flaws;
  std::vector<std::string> unknownElements;
  std::vector<std::uint64_t> questions;  ///< hashes of what is asked.
};

/// Errors are flaws of the line. Thread: any.
LineFacts factsOf(const Line& line, const CheckOptions& options, const std::stop_token& stop);

}  // namespace molloquy::corpus
