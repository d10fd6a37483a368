#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>

#include "model/prepare/plan.h"
#include "model/prepare/report.h"

namespace molloquy::prepare {

class ConformerStore;

/// How far the work is.
struct Progress {
  std::size_t lines = 0;
  std::size_t totalLines = 0;
  std::size_t structures = 0;
  std::size_t leftOut = 0;  ///< rows
  double seconds = 0;
  std::optional<double> remainingSeconds;  ///< absent while there is nothing to judge by.
};

struct Options {
  int threads = 0;                                  ///< that embed and tokenise; 0: one a core.
  ConformerStore* store = nullptr;                  ///< of embeddings made before; may be null.
  std::function<void(const Progress&)> onProgress;  ///< a few times a second, calling thread.
  std::function<void(const LeftOut&)> onLeftOut;    ///< every row that is not learnt from.
};

/// Tokens and conformers of the plan's corpus files, in one file for recipes::PreparedDataset. The
/// same corpus and settings give the same file, whatever the number of threads. What is prepared is
/// in memory until it is written; of the corpus, a few lines a thread.
/// key  PreparedDataset::key.
/// Errors: NotFound (a corpus file), InvalidInput (nothing is left to learn; "Preparation was
/// stopped." after a stop), those of writing. A failure leaves no file behind.
Result<Summary> prepareFile(const Plan& plan, const std::filesystem::path& output,
                            const std::string& key, const Options& options,
                            const std::stop_token& stop = {});

}  // namespace molloquy::prepare
