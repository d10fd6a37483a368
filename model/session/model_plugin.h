#pragma once

#include <filesystem>
#include <memory>
#include <stop_token>

#include "model/bench/benchmark.h"
#include "model/recipes/training_job.h"
#include "model/session/chat_session.h"
#include "model/session/retrieval_session.h"

namespace molloquy::session {

/// What libmolloquy_model.so offers. Both sides are built from the same sources, so C++ types may
/// cross; `version` is compared first and keeps libraries of two versions apart.
struct ModelPlugin {
  const char* version;
  Result<std::unique_ptr<ChatSession>> (*open)(const std::filesystem::path& modelFolder,
                                               const OpenOptions& options,
                                               const LoadProgress& progress, std::stop_token stop);
  Result<void> (*benchmark)(const bench::Options& options, const bench::OnRow& onRow,
                            std::stop_token stop);
  Result<std::unique_ptr<RetrievalSession>> (*openRetrieval)(
      const std::filesystem::path& modelFolder, const OpenOptions& options,
      const LoadProgress& progress, std::stop_token stop);
  Result<recipes::TrainingEnd> (*train)(const recipes::TrainingJob& job,
                                        const recipes::TrainingObserver& observer,
                                        std::stop_token stop);
  Result<recipes::DryRun> (*dryRun)(const recipes::TrainingJob& job);
};

/// Version of the project and of this interface; the second number is raised with any change of
/// ModelPlugin or chat_session.h.
inline constexpr const char* kModelPluginVersion = MOLLOQUY_VERSION "/6";
inline constexpr const char* kModelPluginSymbol = "molloquyModelPlugin";

}  // namespace molloquy::session

/// The only exported symbol of the library.
extern "C" const molloquy::session::ModelPlugin* molloquyModelPlugin();
