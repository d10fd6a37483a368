#pragma once

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "app/controllers/neighbour_controller.h"
#include "app/workers/library_desk.h"

/// What is done on the retrieval desk's thread.
namespace molloquy::app {

Result<library::MoleculeLibrary*> searchedLibrary(RetrievalBench& bench,
                                                  const SearchedPlace& place);

/// Opens the stage-1 network of the first folder that has one, once.
/// Errors: NotFound when none has, with the remedy; those of openRetrievalSession.
Result<void> openRetrieval(RetrievalBench& bench, const std::vector<std::filesystem::path>& folders,
                           const std::stop_token& stop);

Result<NeighbourAnswer> neighboursOf(RetrievalBench& bench, const SearchedPlace& place,
                                     const std::vector<std::filesystem::path>& folders,
                                     const library::NeighbourQuery& query,
                                     const std::stop_token& stop);

/// Lays a molecule of the library over a structure: by the largest common part, else by shape.
Result<OverlaidNeighbour> laidOver(library::MoleculeLibrary& library, library::MoleculeId id,
                                   const StructureSnapshot& structure, const std::stop_token& stop);

Result<LibraryMap> mapOf(RetrievalBench& bench, const SearchedPlace& place,
                         const std::vector<std::filesystem::path>& folders,
                         const StructureSnapshot& structure, const std::stop_token& stop);

/// Puts a structure into the library of this start. returns how many it has.
Result<std::size_t> rememberVisited(RetrievalBench& bench, const std::filesystem::path& file,
                                    library::NewMolecule molecule);

}  // namespace molloquy::app
