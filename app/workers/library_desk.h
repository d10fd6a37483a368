#pragma once

#include <memory>
#include <string>

#include "app/workers/desk.h"
#include "model/library/molecule_library.h"
#include "model/library/neighbours/neighbours.h"
#include "model/session/retrieval_session.h"

namespace molloquy::app {

/// One opening of a library on one thread. Lists and edits use one, importing another: a library
/// can be read while it grows.
struct OpenedLibrary {
  std::string location;
  std::unique_ptr<library::MoleculeLibrary> library;
};
using LibraryDesk = Desk<OpenedLibrary>;

/// What neighbours are found with: the library that is searched and, once it was needed, the model
/// that puts structures and texts in one space.
struct RetrievalBench {
  OpenedLibrary kept;     ///< a library of the person's.
  OpenedLibrary visited;  ///< everything that was on the bench since the start.
  std::unique_ptr<session::RetrievalSession> session;
  std::string stamp;  ///< of the session's model.
};
using RetrievalDesk = Desk<RetrievalBench>;

/// The library at `location`, opened when another one or none was open.
/// Errors: those of library::openLibrary; InvalidInput when no library was chosen.
Result<library::MoleculeLibrary*> opened(OpenedLibrary& bench, const std::string& location);

using SharedMolecule = std::shared_ptr<const library::LibraryMolecule>;
/// All that a library keeps of a molecule, to be handed to another thread.
Result<SharedMolecule> readMolecule(const Result<library::MoleculeLibrary*>& library,
                                    library::MoleculeId id);

}  // namespace molloquy::app
