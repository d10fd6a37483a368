#include "app/cli/library_embedding.h"

#include <fmt/format.h>

#include "app/cli/output.h"
#include "app/cli/progress.h"
#include "model/library/neighbours/neighbours.h"
#include "model/session/session_loader.h"

namespace molloquy::cli {

Result<OpenedRetrieval> openRetrieval(const std::filesystem::path& folder,
                                      const session::OpenOptions& options, std::stop_token stop) {
  Progress progress("Loading the model");
  auto session = session::openRetrievalSession(
      folder, options,
      [&progress](std::uintmax_t read, std::uintmax_t all) { progress.report(read, all); },
      std::move(stop));
  if (!session) return tl::unexpected(session.error());
  auto stamp = library::modelStamp(folder);
  if (!stamp) return tl::unexpected(stamp.error());
  return OpenedRetrieval{*std::move(session), *std::move(stamp)};
}

Result<std::size_t> embedWithProgress(library::MoleculeLibrary& library, OpenedRetrieval& model,
                                      std::stop_token stop) {
  library::EmbedProgress last;
  Result<std::size_t> embedded = 0;
  {
    Progress progress("Embedding the library");
    embedded = library::embedLibrary(
        library, *model.session, model.stamp,
        [&](const library::EmbedProgress& now) {
          last = now;
          progress.report(now.done, now.all);
        },
        std::move(stop));
  }
  if (last.refused > 0) {
    note(fmt::format("{} of the molecules cannot be read by the network; the last is {}",
                     last.refused, last.remark));
  }
  return embedded;
}

}  // namespace molloquy::cli
