#include "app/cli/model_session.h"

#include <utility>

#include <fmt/format.h>

#include "app/cli/progress.h"
#include "model/base/program_paths.h"
#include "model/session/session_loader.h"

namespace molloquy::cli {

Result<std::filesystem::path> modelFolder(const std::string& chosen) {
  if (!chosen.empty()) return std::filesystem::path(chosen);
  const auto resources = resourceFolder();
  if (!resources) return tl::unexpected(resources.error());
  return *resources / "models" / "starter";
}

Result<std::unique_ptr<session::ChatSession>> openModel(const std::filesystem::path& folder,
                                                        const session::OpenOptions& options,
                                                        std::stop_token stop) {
  Progress progress("Loading the model");
  const auto report = [&progress](std::uintmax_t read, std::uintmax_t total) {
    progress.report(read, total);
  };
  return session::openChatSession(folder, options, report, std::move(stop));
}

nlohmann::ordered_json modelJson(const session::ModelInfo& info) {
  return {{"name", info.name},
          {"folder", info.folder.string()},
          {"device", info.device},
          {"number_type", info.numberType},
          {"parameters", info.parameters},
          {"bytes_on_disk", info.bytesOnDisk},
          {"context_length", info.contextLength}};
}

}  // namespace molloquy::cli
