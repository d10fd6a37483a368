// Exact symmetry.
#include <fmt/format.h>

#include "model/chem/edit/edits.h"
#include "model/chem/edit/symmetry.h"

namespace molloquy::chem::edit {

Result<Outcome> applied(const Before& before, const Symmetrise& operation) {
  AtomKinds kinds;
  for (const Atom& atom : before.molecule.atoms()) {
    kinds.push_back(static_cast<std::uint32_t>(atom.atomicNumber * 1000 + atom.isotope));
  }
  Result<PointGroup> group =
      pointGroupOf(before.conformer.positions, kinds, operation.toleranceAngstrom);
  if (!group) return tl::unexpected(group.error());
  if (group->name == "C1") {
    return fail(ErrorCode::InvalidInput,
                fmt::format("No symmetry was found within {:.3g} Å. Raise the tolerance, or "
                            "optimise the geometry first.",
                            operation.toleranceAngstrom));
  }
  return repositioned(before.molecule, before.conformer, std::move(group->positions),
                      {.title = "Symmetrise to " + group->name});
}

}  // namespace molloquy::chem::edit
