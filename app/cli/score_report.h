#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/cli/scored_file.h"
#include "model/metrics/bootstrap.h"

namespace molloquy::cli {

/// Everything that a run of `score` found.
struct ScoreReport {
  ScoreTask task = ScoreTask::Caption;
  ScoredFile file;
  std::optional<ScoredFile> other;               ///< of --compare.
  std::vector<metrics::Interval> intervals;      ///< one a figure; empty without bootstrap.
  std::vector<metrics::Difference> differences;  ///< file less other; empty without either.
  metrics::BootstrapOptions bootstrap;
  std::size_t samples = 0;  ///< how many of the best and of the worst rows are shown.
  double seconds = 0.0;     ///< wall time.
};

/// The one JSON object of `score --json`; a figure that is no number is null. Keys: README.md.
nlohmann::ordered_json scoreJson(const ScoreReport& report);
/// The same for people.
std::string scoreText(const ScoreReport& report);

}  // namespace molloquy::cli
