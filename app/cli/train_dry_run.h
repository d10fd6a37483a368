#pragma once

#include <functional>
#include <string>

#include "app/cli/output.h"
#include "model/prepare/plan.h"
#include "model/recipes/training_job.h"

namespace molloquy::cli {

/// Name of a token as its vocabulary writes it.
using TokenName = std::function<std::string(std::int64_t)>;

/// Names from the plan's vocabulary; atoms where only structures are learnt.
TokenName tokenNames(const prepare::Plan& plan, const recipes::Recipe& recipe);

/// What a run would take, and its first batch exactly as fed; equal neighbouring tokens are one
/// line. examples  how many of the batch are shown.
std::string dryRunText(const recipes::DryRun& run, const TokenName& name, std::size_t examples);
nlohmann::ordered_json dryRunJson(const recipes::DryRun& run, const TokenName& name);

}  // namespace molloquy::cli
