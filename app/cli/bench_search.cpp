#include "app/cli/bench_search.h"

namespace molloquy::cli {

void addSearchBenchOptions(CLI::App& command, vectors::bench::SearchBenchOptions& options) {
  constexpr std::size_t kMostRows = 100'000'000;
  command.add_option("--rows", options.rows, "search: embeddings (default: 316000 1000000)")
      ->check(CLI::Range(std::size_t{1}, kMostRows));
  command.add_option("--width", options.width, "search: numbers of an embedding (default: 256)")
      ->check(CLI::Range(1, 4096));
  command
      .add_option("--fingerprints", options.fingerprints,
                  "search: fingerprints of 2048 bits (default: 1000000; 0: none)")
      ->check(CLI::Range(std::size_t{0}, kMostRows));
  command
      .add_option("--approximate-rows", options.approximateRows,
                  "search: embeddings in the approximate index (default: 100000; 0: none)")
      ->check(CLI::Range(std::size_t{0}, kMostRows));
  command.add_option("--queries", options.queries, "search: one after another (default: 100)")
      ->check(CLI::Range(1, 100'000));
  command.add_option("--batch", options.batch, "search: queries at once (default: 1000; 0: none)")
      ->check(CLI::Range(0, 100'000));
}

}  // namespace molloquy::cli
