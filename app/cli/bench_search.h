#pragma once

#include <CLI/App.hpp>

#include "model/vectors/bench/search_bench.h"

namespace molloquy::cli {

/// Declares what `bench search` is told beside the common options.
void addSearchBenchOptions(CLI::App& command, vectors::bench::SearchBenchOptions& options);

}  // namespace molloquy::cli
