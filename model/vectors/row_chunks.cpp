#include "model/vectors/row_chunks.h"

#include <algorithm>
#include <bit>
#include <thread>

namespace molloquy::vectors {
namespace {

/// One allowed row in this many: below, rows are taken singly.
constexpr std::size_t kSparse = 16;

std::size_t allowedRows(const RowRun& chunk, const RowMask& mask) {
  std::size_t allowed = 0;
  const std::uint64_t end = chunk.firstRow + chunk.rows;
  for (std::uint64_t row = chunk.firstRow; row < end;) {
    const std::uint64_t next = std::min(end, (row / 64 + 1) * 64);
    if (row / 64 >= mask.words.size()) break;
    std::uint64_t word = mask.words[row / 64] >> (row % 64);
    if (next - row < 64) word &= (std::uint64_t{1} << (next - row)) - 1;
    allowed += static_cast<std::size_t>(std::popcount(word));
    row = next;
  }
  return allowed;
}

}  // namespace

std::vector<RowRun> cutIntoChunks(std::span<const RowRun> runs, std::size_t bytesPerRow,
                                  std::size_t rows) {
  std::vector<RowRun> chunks;
  for (const RowRun& run : runs) {
    for (std::size_t at = 0; at < run.rows; at += rows) {
      chunks.push_back(
          {run.firstRow + at, std::min(rows, run.rows - at), run.bytes + at * bytesPerRow});
    }
  }
  return chunks;
}

std::size_t threadsFor(std::size_t chunks, int threads) {
  return std::clamp<std::size_t>(static_cast<std::size_t>(std::max(threads, 1)), 1,
                                 std::max<std::size_t>(chunks, 1));
}

void forEachChunk(std::span<const RowRun> chunks, int threads, const std::stop_token& stop,
                  const std::function<void(std::size_t, const RowRun&)>& work) {
  std::atomic<std::size_t> next = 0;
  const auto take = [&](std::size_t thread) {
    for (std::size_t i = next++; i < chunks.size() && !stop.stop_requested(); i = next++) {
      work(thread, chunks[i]);
    }
  };
  std::vector<std::jthread> others;
  for (std::size_t i = 1; i < threadsFor(chunks.size(), threads); ++i) others.emplace_back(take, i);
  take(0);
}

void forAllowedParts(const RowRun& chunk, std::size_t bytesPerRow, const RowMask& mask,
                     const std::function<void(const RowRun&)>& work) {
  if (mask.words.empty()) return work(chunk);
  const std::size_t allowed = allowedRows(chunk, mask);
  if (allowed == 0) return;
  if (allowed >= (chunk.rows + kSparse - 1) / kSparse) return work(chunk);
  for (std::size_t i = 0; i < chunk.rows; ++i) {
    const std::uint64_t row = chunk.firstRow + i;
    if (mask.allows(row)) work({row, 1, chunk.bytes + i * bytesPerRow});
  }
}

const std::byte* RowPlaces::at(std::uint64_t row) const {
  const auto next = std::partition_point(m_runs.begin(), m_runs.end(),
                                         [row](const RowRun& run) { return run.firstRow <= row; });
  if (next == m_runs.begin()) return nullptr;
  const RowRun& run = *std::prev(next);
  const std::uint64_t inside = row - run.firstRow;
  return inside < run.rows ? run.bytes + inside * m_bytesPerRow : nullptr;
}

}  // namespace molloquy::vectors
