#pragma once

#include <cstddef>
#include <filesystem>
#include <stop_token>
#include <vector>

#include "model/base/result.h"
#include "model/bench/benchmark.h"

/// Speed and recall of the searches beside the memory's read rate and faiss, on made-up numbers.
namespace molloquy::vectors::bench {

struct SearchBenchOptions {
  std::vector<std::size_t> rows{316'000, 1'000'000};  ///< of embeddings, one measurement each.
  std::size_t width = 256;
  std::size_t fingerprints = 1'000'000;   ///< of 2,048 bits; 0 = none.
  std::size_t approximateRows = 100'000;  ///< in the approximate index; 0 = none.
  std::size_t queries = 100;              ///< one after another.
  std::size_t batch = 1'000;              ///< at once; 0 = none.
  int threads = 1;
  bool peers = true;              ///< measure faiss beside it, where it is there.
  std::filesystem::path scratch;  ///< folder for the files; empty = the system's temporary one.
};

/// One thread: processor time, so that other programs disturb less; several: wall time. The middle
/// one of the queries counts, ours and faiss' in turn.
/// Errors: InvalidInput (a size of zero), those of writing files. A stop request is looked at
/// between queries.
Result<void> measureSearch(const SearchBenchOptions& options, const molloquy::bench::OnRow& onRow,
                           std::stop_token stop);

}  // namespace molloquy::vectors::bench
