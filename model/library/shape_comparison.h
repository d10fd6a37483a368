#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "model/library/library_types.h"
#include "model/library/search_query.h"

namespace molloquy::library {

/// Shapes whose volumes are compared, of the nearest by USRCAT.
inline constexpr std::size_t kComparedShapes = 50;

/// A molecule of a library whose volume is compared.
struct Shaped {
  std::int64_t molecule = 0;
  std::string graph;  ///< MoleculeKeys::graph.
  std::vector<MoleculeConformer> conformers;
  double score = -1;  ///< -1 before it was compared, and when it cannot be.
};

struct ComparedShapes {
  std::vector<Shaped> best;          ///< best first, at least similar.atLeast.
  std::optional<std::size_t> total;  ///< how many hold; nullopt where not all were compared.
  std::string note;                  ///< a sentence, or empty.
};

/// Compares volumes on several threads: a molecule's score is the best shape Tanimoto of any of
/// its conformers with similar.conformer. After a stop request: what was compared.
/// all  shapes that there are; `nearest` are kComparedShapes of them at most.
ComparedShapes compareShapes(const SimilarTo& similar, std::vector<Shaped> nearest, std::size_t all,
                             std::size_t count, const std::stop_token& stop);

}  // namespace molloquy::library
