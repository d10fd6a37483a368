#include "model/vectors/approximate_index.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <exception>
#include <limits>
#include <memory>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "model/vectors/approximate_graph.h"
#include "model/vectors/best_rows.h"
#include "model/vectors/embedding_compare.h"

namespace molloquy::vectors {
namespace {

constexpr std::size_t kMostLinks = 256;
constexpr std::size_t kFirstRoom = 1024;
/// Rows after which a stop request is looked at, and pieces of them that a thread takes.
constexpr std::size_t kBatchRows = 4096;
constexpr std::size_t kPieceRows = 64;

tl::unexpected<Error> outOfMemory() {
  return fail(ErrorCode::OutOfMemory,
              "There is not enough memory for the index of near vectors; searches without it read "
              "every row.");
}

/// Rows of a column from `first` on, in batches.
std::vector<RowRun> rowsFrom(const ColumnFile& file, const std::string& column,
                             std::uint64_t first) {
  const std::size_t bytes = file.bytesPerRow(column);
  std::vector<RowRun> runs;
  for (RowRun run : file.runs(column)) {
    if (run.firstRow + run.rows <= first) continue;
    if (run.firstRow < first) {
      const auto skipped = static_cast<std::size_t>(first - run.firstRow);
      run = {first, run.rows - skipped, run.bytes + skipped * bytes};
    }
    runs.push_back(run);
  }
  return cutIntoChunks(runs, bytes, kBatchRows);
}

}  // namespace

const std::uint16_t* FileSpace::halves(VectorKey key) const {
  if ((key & kQueryMark) != 0) return reinterpret_cast<const std::uint16_t*>(key & ~kQueryMark);
  const std::byte* row = m_places.at(key / m_vectors);
  if (row == nullptr) return nullptr;
  return reinterpret_cast<const std::uint16_t*>(row) + key % m_vectors * m_width;
}

float FileSpace::distance(const void* a, const void* b, const void* space) {
  const auto* of = static_cast<const FileSpace*>(space);
  VectorKey keys[2];
  std::memcpy(&keys[0], a, sizeof(VectorKey));
  std::memcpy(&keys[1], b, sizeof(VectorKey));
  const std::uint16_t* left = of->halves(keys[0]);
  const std::uint16_t* right = of->halves(keys[1]);
  if (left == nullptr || right == nullptr) return std::numeric_limits<float>::max();
  return -of->m_kernels.dotOfHalves(left, right, of->m_width);
}

ApproximateIndex::ApproximateIndex(std::unique_ptr<Graph> graph) : m_graph(std::move(graph)) {}
ApproximateIndex::~ApproximateIndex() = default;
ApproximateIndex::ApproximateIndex(ApproximateIndex&&) noexcept = default;
ApproximateIndex& ApproximateIndex::operator=(ApproximateIndex&&) noexcept = default;

Result<ApproximateIndex> ApproximateIndex::make(const EmbeddingColumns& columns,
                                                const ApproximateOptions& options) {
  if (columns.vectors == 0 || columns.width == 0 || options.links < 2 ||
      options.links > kMostLinks) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("No index of {} vectors of {} numbers with {} links can be made; "
                            "there are 2 to {} links.",
                            columns.vectors, columns.width, options.links, kMostLinks));
  }
  try {
    return ApproximateIndex(std::make_unique<Graph>(columns, options, kFirstRoom));
  } catch (const std::exception&) {
    return outOfMemory();
  }
}

Result<void> ApproximateIndex::add(const ColumnFile& file, int threads,
                                   const std::function<void(std::size_t, std::size_t)>& progress,
                                   const std::stop_token& stop) {
  Graph& graph = *m_graph;
  const EmbeddingColumns& columns = graph.columns;
  if (file.bytesPerRow(columns.halves) != columns.vectors * columns.width * 2) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("The file has no column \"{}\" of {} vectors of {} numbers.",
                            columns.halves, columns.vectors, columns.width));
  }
  graph.space.look(file, columns.halves);
  const auto batches = rowsFrom(file, columns.halves, graph.endRow);
  std::size_t total = 0;
  for (const RowRun& batch : batches) total += batch.rows;
  std::size_t done = 0;
  try {
    for (const RowRun& batch : batches) {
      if (stop.stop_requested()) break;
      const std::size_t needed = graph.links->cur_element_count + batch.rows * columns.vectors;
      if (needed > graph.links->max_elements_) graph.links->resizeIndex(needed + needed / 2);
      std::atomic<bool> failed = false;
      const auto pieces = cutIntoChunks({&batch, 1}, 0, kPieceRows);
      forEachChunk(pieces, threads, {}, [&](std::size_t, const RowRun& piece) {
        const VectorKey first = piece.firstRow * columns.vectors;
        try {
          for (VectorKey key = first; key < first + piece.rows * columns.vectors; ++key) {
            graph.links->addPoint(&key, key);
          }
        } catch (const std::exception&) {
          failed = true;
        }
      });
      if (failed) return outOfMemory();
      graph.endRow = batch.firstRow + batch.rows;
      done += batch.rows;
      if (progress) progress(done, total);
    }
  } catch (const std::exception&) {
    return outOfMemory();
  }
  return {};
}

std::uint64_t ApproximateIndex::endRow() const { return m_graph->endRow; }
std::size_t ApproximateIndex::vectors() const { return m_graph->links->cur_element_count; }

std::size_t ApproximateIndex::bytes() const {
  const Graph::Links& links = *m_graph->links;
  std::size_t sum = links.cur_element_count * (links.size_data_per_element_ + sizeof(void*));
  for (std::size_t i = 0; i < links.cur_element_count; ++i) {
    sum += static_cast<std::size_t>(links.element_levels_[i]) * links.size_links_per_element_;
  }
  return sum;
}

std::vector<Nearest> ApproximateIndex::nearest(const ColumnFile& file, std::span<const float> query,
                                               std::size_t count, std::size_t effort,
                                               const RowMask& mask) const {
  const EmbeddingColumns& columns = m_graph->columns;
  if (!fits(file, columns, query) || m_graph->links->cur_element_count == 0) return {};
  m_graph->space.look(file, columns.halves);
  const std::size_t looked = std::max(effort, count * columns.vectors);
  m_graph->links->setEf(looked);
  std::vector<std::uint16_t> halves(columns.width);
  std::set<std::uint64_t> rows;
  for (std::size_t at = 0; at < query.size(); at += columns.width) {
    bestScanKernels().toHalves(&query[at], columns.width, halves.data());
    const VectorKey key = reinterpret_cast<std::uintptr_t>(halves.data()) | kQueryMark;
    auto found = m_graph->links->searchKnn(&key, looked);
    for (; !found.empty(); found.pop()) {
      const std::uint64_t row = found.top().second / columns.vectors;
      if (mask.allows(row)) rows.insert(row);
    }
  }
  const HalvesScore score(file, columns);
  BestRows best(count);
  for (const std::uint64_t row : rows) {
    const std::byte* place = score.place(row);
    if (place != nullptr) best.offer({row, score.of(place, query)});
  }
  return best.take();
}

double ApproximateIndex::recall(const ColumnFile& file, std::span<const float> queries,
                                std::size_t count, std::size_t effort) const {
  const EmbeddingColumns& columns = m_graph->columns;
  const auto exact = nearestEmbeddingsOfMany(file, columns, queries, {count, 1});
  std::size_t expected = 0;
  std::size_t hits = 0;
  for (std::size_t q = 0; q < exact.size(); ++q) {
    const auto query = queries.subspan(q * columns.width, columns.width);
    const auto found = nearest(file, query, count, effort);
    expected += exact[q].size();
    for (const Nearest& row : exact[q]) {
      const auto isSame = [&row](const Nearest& other) { return other.row == row.row; };
      hits += std::any_of(found.begin(), found.end(), isSame) ? 1U : 0U;
    }
  }
  return expected == 0 ? 1.0 : static_cast<double>(hits) / static_cast<double>(expected);
}

}  // namespace molloquy::vectors
