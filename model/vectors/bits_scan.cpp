#include <algorithm>
#include <cstring>

#include "model/vectors/best_rows.h"
#include "model/vectors/row_chunks.h"
#include "model/vectors/scan.h"
#include "model/vectors/scan_kernels.h"

namespace molloquy::vectors {
namespace {

constexpr std::size_t kChunkBytes = std::size_t{1} << 18;

std::size_t chunkRows(std::size_t bytesPerRow) {
  return std::max<std::size_t>(kChunkBytes / bytesPerRow, 1);
}

/// Best rows of a column whose scores a loop computes for rows that lie together.
template <class Score>
std::vector<Nearest> bestOf(const ColumnFile& file, std::string_view column, const BestRows& empty,
                            int threads, const RowMask& mask, const std::stop_token& stop,
                            Score scoresOf) {
  const std::size_t bytes = file.bytesPerRow(column);
  const auto chunks = cutIntoChunks(file.runs(column), bytes, chunkRows(bytes));
  std::vector<BestRows> best(threadsFor(chunks.size(), threads), empty);
  forEachChunk(chunks, threads, stop, [&](std::size_t thread, const RowRun& chunk) {
    thread_local std::vector<float> scores;
    BestRows& mine = best[thread];
    forAllowedParts(chunk, bytes, mask, [&](const RowRun& part) {
      scores.resize(std::max(scores.size(), part.rows));
      scoresOf(part, scores.data());
      for (std::size_t i = 0; i < part.rows; ++i) {
        const std::uint64_t row = part.firstRow + i;
        if (scores[i] >= mine.floor() && mask.allows(row)) mine.offer({row, scores[i]});
      }
    });
  });
  if (stop.stop_requested()) return {};
  for (std::size_t i = 1; i < best.size(); ++i) best[0].join(best[i]);
  return best[0].take();
}

}  // namespace

std::vector<Nearest> nearestBits(const ColumnFile& file, std::string_view column,
                                 std::span<const std::byte> query, std::size_t count,
                                 double atLeast, int threads, const RowMask& mask,
                                 const std::stop_token& stop) {
  if (query.empty() || query.size() != file.bytesPerRow(column)) return {};
  const ScanKernels& kernels = bestScanKernels();
  const BestRows empty(count, static_cast<float>(atLeast));
  return bestOf(file, column, empty, threads, mask, stop, [&](const RowRun& part, float* scores) {
    kernels.tanimoto(query.data(), query.size(), part.bytes, part.rows, scores);
  });
}

std::vector<Nearest> nearestShapes(const ColumnFile& file, std::string_view column,
                                   std::span<const float> query, std::size_t count, int threads,
                                   const RowMask& mask, const std::stop_token& stop) {
  if (query.empty() || query.size_bytes() != file.bytesPerRow(column)) return {};
  const ScanKernels& kernels = bestScanKernels();
  return bestOf(file, column, BestRows(count), threads, mask, stop,
                [&](const RowRun& part, float* scores) {
                  kernels.closeness(query.data(), query.size(), part.bytes, part.rows, scores);
                });
}

void rowsWithBits(const ColumnFile& file, std::string_view column, std::span<const std::byte> bits,
                  const RowMask& mask,
                  const std::function<bool(std::span<const std::uint64_t>)>& onRows) {
  const std::size_t bytes = file.bytesPerRow(column);
  if (bytes == 0 || bits.size() != bytes) return;
  // Only the words in which something is asked for are read.
  struct Word {
    std::size_t place;
    std::size_t size;
    std::uint64_t bits;
  };
  std::vector<Word> asked;
  for (std::size_t at = 0; at < bytes; at += 8) {
    Word word{at, std::min<std::size_t>(8, bytes - at), 0};
    std::memcpy(&word.bits, bits.data() + at, word.size);
    if (word.bits != 0) asked.push_back(word);
  }
  const auto hasAll = [&asked](const std::byte* row) {
    return std::all_of(asked.begin(), asked.end(), [row](const Word& word) {
      std::uint64_t there = 0;
      if (word.size == 8) {
        std::memcpy(&there, row + word.place, 8);
      } else {
        std::memcpy(&there, row + word.place, word.size);
      }
      return (there & word.bits) == word.bits;
    });
  };
  std::vector<std::uint64_t> rows;
  for (const RowRun& chunk : cutIntoChunks(file.runs(column), bytes, chunkRows(bytes))) {
    rows.clear();
    for (std::size_t i = 0; i < chunk.rows; ++i) {
      const std::uint64_t row = chunk.firstRow + i;
      if (mask.allows(row) && hasAll(chunk.bytes + i * bytes)) rows.push_back(row);
    }
    if (!rows.empty() && !onRows(rows)) return;
  }
}

}  // namespace molloquy::vectors
