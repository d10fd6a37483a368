#include "app/workers/library_desk.h"

namespace molloquy::app {

Result<library::MoleculeLibrary*> opened(OpenedLibrary& bench, const std::string& location) {
  if (location.empty()) {
    return fail(ErrorCode::InvalidInput, "No library is open; open or create one first.");
  }
  if (bench.library && bench.location == location) return bench.library.get();
  auto other = library::openLibrary(location);
  if (!other) return tl::unexpected(other.error());
  bench.library = std::move(*other);
  bench.location = location;
  return bench.library.get();
}

Result<SharedMolecule> readMolecule(const Result<library::MoleculeLibrary*>& library,
                                    library::MoleculeId id) {
  if (!library) return tl::unexpected(library.error());
  auto molecule = (*library)->molecule(id);
  if (!molecule) return tl::unexpected(molecule.error());
  return std::make_shared<const library::LibraryMolecule>(std::move(*molecule));
}

}  // namespace molloquy::app
