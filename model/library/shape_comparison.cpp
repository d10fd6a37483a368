#include "model/library/shape_comparison.h"

#include <algorithm>

#include "model/library/chemistry/molecule_keys.h"

namespace molloquy::library {

void compareShape(const SimilarTo& similar, Shaped& shaped) {
  const auto molecule = moleculeOfGraph(shaped.graph, {});
  if (!molecule) return;
  for (const MoleculeConformer& one : shaped.conformers) {
    if (one.conformer.positions.size() != (*molecule)->atoms().size()) continue;
    const auto score =
        shapeTanimoto(*similar.molecule, *similar.conformer, **molecule, one.conformer);
    if (score) shaped.score = std::max(shaped.score, *score);
  }
}

}  // namespace molloquy::library
