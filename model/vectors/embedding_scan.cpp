#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "model/vectors/embedding_codes.h"
#include "model/vectors/embedding_compare.h"
#include "model/vectors/row_chunks.h"
#include "model/vectors/scan.h"
#include "model/vectors/scan_kernels.h"

namespace molloquy::vectors {
namespace {

/// Rows whose bounds are computed before the first of them is compared.
constexpr std::size_t kChunkRows = 4096;

}  // namespace

Result<void> appendEmbeddings(ColumnFile& file, const EmbeddingColumns& columns,
                              std::uint64_t firstRow, std::span<const float> rows) {
  const std::size_t numbers = columns.vectors * columns.width;
  if (numbers == 0 || rows.size() % numbers != 0) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("{} numbers are no rows of {} vectors of {} numbers.", rows.size(),
                            columns.vectors, columns.width));
  }
  if (!std::all_of(rows.begin(), rows.end(), [](float x) { return std::isfinite(x); })) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("Embeddings from row {} on have numbers that are not finite; they "
                            "have to be made again.",
                            firstRow));
  }
  const std::size_t vectorBytes = codedRowBytes(1, columns.width);
  std::vector<std::byte> codes(rows.size() / columns.width * vectorBytes);
  for (std::size_t i = 0; i * columns.width < rows.size(); ++i) {
    encode(rows.subspan(i * columns.width, columns.width),
           std::span(codes).subspan(i * vectorBytes, vectorBytes));
  }
  std::vector<std::uint16_t> halves(rows.size());
  bestScanKernels().toHalves(rows.data(), rows.size(), halves.data());
  if (auto done =
          file.append(columns.halves, numbers * 2, firstRow, std::as_bytes(std::span(halves)));
      !done) {
    return done;
  }
  return file.append(columns.codes, columns.vectors * vectorBytes, firstRow, codes);
}

std::vector<Nearest> nearestEmbeddings(const ColumnFile& file, const EmbeddingColumns& columns,
                                       std::span<const float> query, const ScanOptions& options,
                                       const RowMask& mask, const std::stop_token& stop) {
  if (!fits(file, columns, query)) return {};
  const CodedQueries coded(query, columns.width, columns.vectors);
  const CodeQuery scanned = coded.all();
  const HalvesScore score(file, columns);
  const ScanKernels& kernels = bestScanKernels();
  const auto chunks = cutIntoChunks(file.runs(columns.codes), scanned.rowBytes(), kChunkRows);
  std::vector<BestRows> best(threadsFor(chunks.size(), options.threads), BestRows(options.count));
  SharedFloor floor;
  forEachChunk(chunks, options.threads, stop, [&](std::size_t thread, const RowRun& chunk) {
    thread_local std::vector<float> upper(kChunkRows);
    thread_local std::vector<Candidate> candidates;
    BestRows& mine = best[thread];
    const float enough = std::max(mine.floor(), floor.value());
    forAllowedParts(chunk, scanned.rowBytes(), mask, [&](const RowRun& part) {
      kernels.upperBounds(scanned, part.bytes, part.rows, upper.data());
      for (std::size_t i = 0; i < part.rows; ++i) {
        const std::uint64_t row = part.firstRow + i;
        if (upper[i] >= enough && mask.allows(row)) candidates.push_back({upper[i], row});
      }
    });
    compareInHalves(candidates, score, query, mine, floor);
  });
  if (stop.stop_requested()) return {};
  for (std::size_t i = 1; i < best.size(); ++i) best[0].join(best[i]);
  return best[0].take();
}

}  // namespace molloquy::vectors
