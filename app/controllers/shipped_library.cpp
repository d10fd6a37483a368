#include "app/controllers/shipped_library.h"

#include <unistd.h>

#include "model/base/program_paths.h"
#include "model/library/library_files.h"
#include "model/library/transfer/library_import.h"

namespace molloquy::app {
namespace fs = std::filesystem;
namespace {

constexpr const char* kName = "Well-known molecules";

Result<void> fill(library::MoleculeLibrary& library, const std::stop_token& stop) {
  const auto resources = resourceFolder();
  if (!resources) return tl::unexpected(resources.error());
  library::ImportOptions options;
  options.resume = library::ImportOptions::Resume::Anew;
  // The table first: its names are the ones shown, the examples bring their shapes.
  for (const char* part : {"library/well_known.tsv", "examples"}) {
    const auto report = library::importInto(library, *resources / part, options, {}, stop);
    if (!report) return tl::unexpected(report.error());
  }
  return {};
}

}  // namespace

Result<fs::path> shippedLibrary(const fs::path& home, const std::stop_token& stop) {
  const fs::path file = home / (std::string(kName) + library::kLibraryEnding);
  std::error_code problem;
  if (fs::exists(file, problem)) return file;
  fs::create_directories(home, problem);
  if (problem) {
    return fail(ErrorCode::Internal, "The folder " + home.string() +
                                         " for libraries cannot be made: " + problem.message() +
                                         ".");
  }
  // Under another name until it is whole, so that a start that is cut short leaves no half library.
  const fs::path unfinished =
      home / (".unfinished-" + std::to_string(::getpid()) + library::kLibraryEnding);
  library::removeLibrary(unfinished);
  auto made = library::createLibrary(unfinished, kName);
  if (!made) return tl::unexpected(made.error());
  if (auto filled = fill(**made, stop); !filled) return tl::unexpected(filled.error());
  if (stop.stop_requested()) return fail(ErrorCode::InvalidInput, "The start was stopped.");
  made->reset();
  if (fs::exists(file, problem)) {  // another window was as quick
    library::removeLibrary(unfinished);
    return file;
  }
  if (auto moved = library::moveLibrary(unfinished, file); !moved) {
    return tl::unexpected(moved.error());
  }
  return file;
}

}  // namespace molloquy::app
