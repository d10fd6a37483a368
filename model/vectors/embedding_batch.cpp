#include <algorithm>
#include <bit>
#include <memory>
#include <new>

#include "model/kernels/aligned_buffer.h"
#include "model/vectors/embedding_codes.h"
#include "model/vectors/embedding_compare.h"
#include "model/vectors/row_chunks.h"
#include "model/vectors/scan.h"
#include "model/vectors/scan_kernels.h"

namespace molloquy::vectors {
namespace {

/// Rows that are unpacked, or bounded, before the next queries are asked: they stay in the cache.
constexpr std::size_t kChunkRows = 1024;
/// Queries that pass over a chunk together.
constexpr std::size_t kQueriesAtOnce = 12;

/// The tiles of a chunk's vectors.
class Tiles {
 public:
  explicit Tiles(std::size_t codeBytes) : m_codeBytes(codeBytes) {}

  void pack(const ScanKernels& kernels, const std::byte* vectors, std::size_t count) {
    const std::size_t tiles = (count + kTileRows - 1) / kTileRows;
    m_codes.reserve(tiles * tileBytes());
    m_factors.reserve(tiles * 2 * kTileRows);
    const std::size_t step = m_codeBytes + sizeof(CodeFactors);
    for (std::size_t at = 0; at < count; at += kTileRows) {
      const std::size_t some = std::min(kTileRows, count - at);
      kernels.packTile(vectors + at * step, some, m_codeBytes, tile(at / kTileRows));
    }
  }
  CodeTile tile(std::size_t number) {
    float* factors = m_factors.data() + number * 2 * kTileRows;
    return {m_codes.data() + number * tileBytes(), factors, factors + kTileRows};
  }

 private:
  [[nodiscard]] std::size_t tileBytes() const { return 4 * m_codeBytes * kTileRows; }
  std::size_t m_codeBytes;
  kernels::AlignedBuffer<std::uint8_t> m_codes;
  kernels::AlignedBuffer<float> m_factors;
};

/// Everything that a search of many queries shares.
struct Search {
  std::span<const float> queries;
  const EmbeddingColumns& columns;
  const CodedQueries coded;
  const HalvesScore score;
  const RowMask& mask;
  const std::stop_token& stop;
  std::vector<SharedFloor> floors;
  const ScanKernels& kernels = bestScanKernels();

  [[nodiscard]] std::size_t count() const { return floors.size(); }
  [[nodiscard]] std::span<const float> query(std::size_t q) const {
    return queries.subspan(q * columns.width, columns.width);
  }
};

/// What one thread has found.
struct Found {
  std::vector<BestRows> best;
  Tiles tiles;
  std::vector<Candidate> candidates[kQueriesAtOnce];
};

/// Candidates of a chunk by tiles, for `count` queries from `first` on.
void collectByTiles(const Search& search, Found& found, const RowRun& chunk, std::size_t first,
                    std::size_t count) {
  float floors[kQueriesAtOnce];
  float upper[kQueriesAtOnce * kTileRows];
  std::uint32_t hits[kQueriesAtOnce];
  for (std::size_t q = 0; q < count; ++q) {
    floors[q] = std::max(found.best[first + q].floor(), search.floors[first + q].value());
  }
  const CodeQuery one = search.coded.one(first);
  const TileQuery asked{one.numbers, one.factors, floors, count, one.codeBytes, upper, hits};
  const std::size_t vectors = search.columns.vectors;
  for (std::size_t at = 0; at < chunk.rows * vectors; at += kTileRows) {
    search.kernels.tileBounds(found.tiles.tile(at / kTileRows), asked);
    for (std::size_t q = 0; q < count; ++q) {
      for (std::uint32_t bits = hits[q]; bits != 0; bits &= bits - 1) {
        const auto i = static_cast<std::size_t>(std::countr_zero(bits));
        const std::uint64_t row = chunk.firstRow + (at + i) / vectors;
        if (!search.mask.allows(row)) continue;
        // The vectors of a row come one after the other: one candidate for all of them.
        std::vector<Candidate>& list = found.candidates[q];
        const float bound = upper[q * kTileRows + i];
        if (!list.empty() && list.back().row == row) {
          list.back().upper = std::max(list.back().upper, bound);
        } else {
          list.push_back({bound, row});
        }
      }
    }
  }
}

/// The same where there are no tiles.
void collectByRows(const Search& search, Found& found, const RowRun& chunk, std::size_t first,
                   std::size_t count) {
  std::vector<float> upper(chunk.rows);
  for (std::size_t q = 0; q < count; ++q) {
    const float floor = std::max(found.best[first + q].floor(), search.floors[first + q].value());
    search.kernels.upperBounds(search.coded.one(first + q), chunk.bytes, chunk.rows, upper.data());
    for (std::size_t i = 0; i < chunk.rows; ++i) {
      const std::uint64_t row = chunk.firstRow + i;
      if (upper[i] >= floor && search.mask.allows(row)) {
        found.candidates[q].push_back({upper[i], row});
      }
    }
  }
}

void searchChunk(Search& search, Found& found, const RowRun& chunk) {
  const bool byTiles = search.kernels.packTile != nullptr;
  if (byTiles) {
    found.tiles.pack(search.kernels, chunk.bytes, chunk.rows * search.columns.vectors);
  }
  for (std::size_t first = 0; first < search.count(); first += kQueriesAtOnce) {
    if (search.stop.stop_requested()) return;
    const std::size_t count = std::min(kQueriesAtOnce, search.count() - first);
    (byTiles ? collectByTiles : collectByRows)(search, found, chunk, first, count);
    for (std::size_t q = 0; q < count; ++q) {
      if (found.candidates[q].empty()) continue;
      compareInHalves(found.candidates[q], search.score, search.query(first + q),
                      found.best[first + q], search.floors[first + q]);
    }
  }
}

}  // namespace

std::vector<std::vector<Nearest>> nearestEmbeddingsOfMany(
    const ColumnFile& file, const EmbeddingColumns& columns, std::span<const float> queries,
    const ScanOptions& options, const RowMask& mask, const std::stop_token& stop) {
  if (!fits(file, columns, queries)) return {};
  const std::size_t count = queries.size() / columns.width;
  Search search{queries,
                columns,
                CodedQueries(queries, columns.width, columns.vectors),
                HalvesScore(file, columns),
                mask,
                stop,
                std::vector<SharedFloor>(count)};
  const std::size_t rowBytes = codedRowBytes(columns.vectors, columns.width);
  const std::size_t rows = std::max<std::size_t>(kChunkRows / columns.vectors, 1);
  const auto chunks = cutIntoChunks(file.runs(columns.codes), rowBytes, rows);
  std::vector<std::unique_ptr<Found>> found(threadsFor(chunks.size(), options.threads));
  for (auto& mine : found) {
    mine = std::make_unique<Found>(Found{std::vector<BestRows>(count, BestRows(options.count)),
                                         Tiles(codeBytes(columns.width)),
                                         {}});
  }
  forEachChunk(chunks, options.threads, stop, [&](std::size_t thread, const RowRun& chunk) {
    forAllowedParts(chunk, rowBytes, mask,
                    [&](const RowRun& part) { searchChunk(search, *found[thread], part); });
  });
  if (stop.stop_requested()) return {};
  std::vector<std::vector<Nearest>> lists;
  lists.reserve(count);
  for (std::size_t q = 0; q < count; ++q) {
    for (std::size_t t = 1; t < found.size(); ++t) found[0]->best[q].join(found[t]->best[q]);
    lists.push_back(found[0]->best[q].take());
  }
  return lists;
}

}  // namespace molloquy::vectors
