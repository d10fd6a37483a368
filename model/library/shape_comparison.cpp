#include "model/library/shape_comparison.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "model/library/chemistry/molecule_keys.h"
#include "model/library/in_threads.h"

namespace molloquy::library {
namespace {

void compare(const SimilarTo& similar, Shaped& shaped) {
  const auto molecule = moleculeOfGraph(shaped.graph, {});
  if (!molecule) return;
  for (const MoleculeConformer& one : shaped.conformers) {
    if (one.conformer.positions.size() != (*molecule)->atoms().size()) continue;
    const auto score =
        shapeTanimoto(*similar.molecule, *similar.conformer, **molecule, one.conformer);
    if (score) shaped.score = std::max(shaped.score, *score);
  }
}

}  // namespace

ComparedShapes compareShapes(const SimilarTo& similar, std::vector<Shaped> nearest, std::size_t all,
                             std::size_t count, const std::stop_token& stop) {
  inThreads(nearest.size(), [&](std::size_t place) {
    if (!stop.stop_requested()) compare(similar, nearest[place]);
  });
  std::erase_if(nearest,
                [&](const Shaped& one) { return one.score < std::max(similar.atLeast, 0.0); });
  std::stable_sort(nearest.begin(), nearest.end(),
                   [](const Shaped& a, const Shaped& b) { return a.score > b.score; });
  ComparedShapes compared{std::move(nearest), std::nullopt, {}};
  if (all <= kComparedShapes) {
    compared.total = compared.best.size();
  } else {
    compared.note = fmt::format(
        "The volumes of the {} nearest of {} shapes (USRCAT) were compared.", kComparedShapes, all);
  }
  if (compared.best.size() > count) compared.best.resize(count);
  return compared;
}

}  // namespace molloquy::library
