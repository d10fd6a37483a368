#pragma once

#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>

#include "model/library/molecule_library.h"
#include "model/session/retrieval_session.h"

namespace molloquy::cli {

/// A stage-1 network and what tells it from others.
struct OpenedRetrieval {
  std::unique_ptr<session::RetrievalSession> session;
  std::string stamp;
};

/// Opens the stage-1 network of a folder, with its progress on standard error.
/// Errors: those of openRetrievalSession and modelStamp.
Result<OpenedRetrieval> openRetrieval(const std::filesystem::path& folder,
                                      const session::OpenOptions& options, std::stop_token stop);

/// Gives a library what it lacks of a network's embeddings, with progress on standard error; says
/// there which molecules could not be read. returns how many molecules and texts were embedded.
Result<std::size_t> embedWithProgress(library::MoleculeLibrary& library, OpenedRetrieval& model,
                                      std::stop_token stop);

}  // namespace molloquy::cli
