#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/library/library_types.h"
#include "model/library/search_query.h"

namespace molloquy::library {

/// A molecule of a library whose volume is compared.
struct Shaped {
  std::int64_t molecule = 0;
  std::string graph;  ///< MoleculeKeys::graph.
  std::vector<MoleculeConformer> conformers;
  double score = -1;  ///< -1 before it was compared, and when it cannot be.
};

/// Sets the score: the best shape Tanimoto of any conformer with similar.conformer. Thread: any.
void compareShape(const SimilarTo& similar, Shaped& shaped);

}  // namespace molloquy::library
