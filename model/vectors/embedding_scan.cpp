#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstring>

#include <fmt/format.h>

#include "model/vectors/best_rows.h"
#include "model/vectors/embedding_codes.h"
#include "model/vectors/row_chunks.h"
#include "model/vectors/scan.h"
#include "model/vectors/scan_kernels.h"

namespace molloquy::vectors {
namespace {

/// Rows whose bounds are computed before the first of them is compared.
constexpr std::size_t kChunkRows = 4096;

/// The score of a row by its halves.
class HalvesScore {
 public:
  HalvesScore(const ColumnFile& file, const EmbeddingColumns& columns, std::span<const float> query)
      : m_places(file.runs(columns.halves), file.bytesPerRow(columns.halves)),
        m_columns(columns),
        m_query(query) {}

  [[nodiscard]] const std::byte* place(std::uint64_t row) const { return m_places.at(row); }
  /// at  as place() gave it, not null.
  [[nodiscard]] float of(const std::byte* at) const {
    const auto* halves = reinterpret_cast<const std::uint16_t*>(at);
    const std::size_t width = m_columns.width;
    float best = -std::numeric_limits<float>::infinity();
    for (std::size_t v = 0; v < m_columns.vectors; ++v) {
      for (std::size_t q = 0; q < m_query.size(); q += width) {
        best = std::max(best, m_kernels.dotHalves(halves + v * width, &m_query[q], width));
      }
    }
    return best;
  }

 private:
  RowPlaces m_places;
  const EmbeddingColumns& m_columns;
  std::span<const float> m_query;
  const ScanKernels& m_kernels = bestScanKernels();
};

/// A row that may be among the best.
struct Candidate {
  float upper = 0;
  std::uint64_t row = 0;
};

/// Compares candidates in halves, those of the largest bounds first, until none can be among the
/// best any more.
void compare(std::vector<Candidate>& candidates, const HalvesScore& score, BestRows& best,
             const std::atomic<float>& floor) {
  std::sort(candidates.begin(), candidates.end(),
            [](const Candidate& a, const Candidate& b) { return a.upper > b.upper; });
  for (const Candidate& candidate : candidates) {
    if (candidate.upper < std::max(best.floor(), floor.load(std::memory_order_relaxed))) break;
    const std::byte* at = score.place(candidate.row);
    if (at != nullptr) best.offer({candidate.row, score.of(at)});
  }
  candidates.clear();
}

void raise(std::atomic<float>& floor, float to) {
  float known = floor.load(std::memory_order_relaxed);
  while (known < to && !floor.compare_exchange_weak(known, to, std::memory_order_relaxed)) {
  }
}

bool fits(const ColumnFile& file, const EmbeddingColumns& columns, std::span<const float> query) {
  return columns.width > 0 && columns.vectors > 0 && !query.empty() &&
         query.size() % columns.width == 0 &&
         file.bytesPerRow(columns.codes) == codedRowBytes(columns.vectors, columns.width) &&
         file.bytesPerRow(columns.halves) == columns.vectors * columns.width * 2;
}

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
  const HalvesScore score(file, columns, query);
  const ScanKernels& kernels = bestScanKernels();
  const auto chunks = cutIntoChunks(file.runs(columns.codes), scanned.rowBytes(), kChunkRows);
  std::vector<BestRows> best(threadsFor(chunks.size(), options.threads), BestRows(options.count));
  std::atomic<float> floor = -std::numeric_limits<float>::infinity();
  forEachChunk(chunks, options.threads, stop, [&](std::size_t thread, const RowRun& chunk) {
    thread_local std::vector<float> upper(kChunkRows);
    thread_local std::vector<Candidate> candidates;
    BestRows& mine = best[thread];
    const float enough = std::max(mine.floor(), floor.load(std::memory_order_relaxed));
    forAllowedParts(chunk, scanned.rowBytes(), mask, [&](const RowRun& part) {
      kernels.upperBounds(scanned, part.bytes, part.rows, upper.data());
      for (std::size_t i = 0; i < part.rows; ++i) {
        const std::uint64_t row = part.firstRow + i;
        if (upper[i] >= enough && mask.allows(row)) candidates.push_back({upper[i], row});
      }
    });
    compare(candidates, score, mine, floor);
    raise(floor, mine.floor());
  });
  if (stop.stop_requested()) return {};
  for (std::size_t i = 1; i < best.size(); ++i) best[0].join(best[i]);
  return best[0].take();
}

std::vector<std::vector<Nearest>> nearestEmbeddingsOfMany(
    const ColumnFile& file, const EmbeddingColumns& columns, std::span<const float> queries,
    const ScanOptions& options, const RowMask& mask, const std::stop_token& stop) {
  std::vector<std::vector<Nearest>> found;
  if (!fits(file, columns, queries)) return found;
  for (std::size_t at = 0; at < queries.size() && !stop.stop_requested(); at += columns.width) {
    found.push_back(
        nearestEmbeddings(file, columns, queries.subspan(at, columns.width), options, mask, stop));
  }
  if (stop.stop_requested()) found.clear();
  return found;
}

}  // namespace molloquy::vectors
