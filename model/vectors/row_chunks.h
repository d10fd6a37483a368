#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <span>
#include <stop_token>
#include <vector>

#include "model/vectors/column_file.h"
#include "model/vectors/scan.h"

namespace molloquy::vectors {

/// Runs cut into pieces of at most `rows`.
std::vector<RowRun> cutIntoChunks(std::span<const RowRun> runs, std::size_t bytesPerRow,
                                  std::size_t rows);

/// Calls work(thread, chunk) for every chunk, on up to `threads` threads (the caller's is number
/// 0), a thread's chunks in ascending order. Ends early after a stop request.
void forEachChunk(std::span<const RowRun> chunks, int threads, const std::stop_token& stop,
                  const std::function<void(std::size_t thread, const RowRun& chunk)>& work);

/// Threads that forEachChunk uses.
std::size_t threadsFor(std::size_t chunks, int threads);

/// The parts of a chunk that a mask lets through: the whole where many rows are allowed, single
/// rows where few are. Every part still has to be asked row by row.
void forAllowedParts(const RowRun& chunk, std::size_t bytesPerRow, const RowMask& mask,
                     const std::function<void(const RowRun& part)>& work);

/// Where single rows of a column lie.
class RowPlaces {
 public:
  RowPlaces(std::vector<RowRun> runs, std::size_t bytesPerRow)
      : m_runs(std::move(runs)), m_bytesPerRow(bytesPerRow) {}
  /// nullptr for a row that the column lacks.
  [[nodiscard]] const std::byte* at(std::uint64_t row) const;

 private:
  std::vector<RowRun> m_runs;
  std::size_t m_bytesPerRow;
};

}  // namespace molloquy::vectors
