#include "model/session/session_loader.h"

#include <dlfcn.h>

#include <cstdlib>
#include <cstring>

#include <fmt/format.h>

#include "model/base/program_paths.h"
#include "model/session/model_plugin.h"

namespace molloquy::session {
namespace fs = std::filesystem;

namespace {

/// Opens the library in a symbol scope of its own: libtorch's protobuf must not meet
/// sentencepiece's. It is never closed, because OpenMP and libtorch keep threads and statics.
Result<const ModelPlugin*> openPlugin() {
  const fs::path path = pluginFolder() / "libmolloquy_model.so";
  std::error_code ignored;
  if (!fs::exists(path, ignored)) {
    return fail(ErrorCode::NotFound,
                fmt::format("The model library {} is missing; install Molloquy again, or set "
                            "MOLLOQUY_PLUGIN_DIR to the folder that holds it.",
                            path.string()));
  }
  void* library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  if (library == nullptr) {
    return fail(ErrorCode::NotFound,
                fmt::format("The model library cannot be opened: {}. Install the packages that "
                            "Molloquy depends on, above all libtorch.",
                            ::dlerror()));
  }
  const auto factory =
      reinterpret_cast<const ModelPlugin* (*)()>(::dlsym(library, kModelPluginSymbol));
  if (factory == nullptr) {
    return fail(ErrorCode::Unsupported,
                fmt::format("{} is not a model library of Molloquy; install Molloquy again.",
                            path.string()));
  }
  const ModelPlugin* plugin = factory();
  if (std::strcmp(plugin->version, kModelPluginVersion) != 0) {
    return fail(ErrorCode::Unsupported,
                fmt::format("The model library {} has version {} but the program has version {}; "
                            "install both from the same version.",
                            path.string(), plugin->version, kModelPluginVersion));
  }
  return plugin;
}

}  // namespace

void letMathThreadsSleep() {
  constexpr int kKeepWhatIsSet = 0;
  ::setenv("OMP_WAIT_POLICY", "passive", kKeepWhatIsSet);
}

Result<std::unique_ptr<ChatSession>> openChatSession(const fs::path& modelFolder,
                                                     const OpenOptions& options,
                                                     const LoadProgress& progress,
                                                     std::stop_token stop) {
  const auto plugin = openPlugin();
  if (!plugin) return tl::unexpected(plugin.error());
  return (*plugin)->open(modelFolder, options, progress, stop);
}

Result<std::unique_ptr<RetrievalSession>> openRetrievalSession(const fs::path& modelFolder,
                                                               const OpenOptions& options,
                                                               const LoadProgress& progress,
                                                               std::stop_token stop) {
  const auto plugin = openPlugin();
  if (!plugin) return tl::unexpected(plugin.error());
  return (*plugin)->openRetrieval(modelFolder, options, progress, std::move(stop));
}

Result<void> runBenchmark(const bench::Options& options, const bench::OnRow& onRow,
                          std::stop_token stop) {
  const auto plugin = openPlugin();
  if (!plugin) return tl::unexpected(plugin.error());
  return (*plugin)->benchmark(options, onRow, std::move(stop));
}

Result<recipes::TrainingEnd> runTraining(const recipes::TrainingJob& job,
                                         const recipes::TrainingObserver& observer,
                                         std::stop_token stop) {
  const auto plugin = openPlugin();
  if (!plugin) return tl::unexpected(plugin.error());
  return (*plugin)->train(job, observer, std::move(stop));
}

Result<recipes::DryRun> dryRunTraining(const recipes::TrainingJob& job) {
  const auto plugin = openPlugin();
  if (!plugin) return tl::unexpected(plugin.error());
  return (*plugin)->dryRun(job);
}

}  // namespace molloquy::session
