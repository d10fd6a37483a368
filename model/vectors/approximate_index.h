#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <vector>

#include "model/base/result.h"
#include "model/vectors/scan.h"

namespace molloquy::vectors {

struct ApproximateOptions {
  std::size_t links = 16;         ///< of a vector with its neighbours; twice as many at the base.
  std::size_t buildEffort = 100;  ///< vectors that are looked at for every one that is added.
};

/// A graph of near vectors beside the columns of a file, for libraries in which reading every row
/// takes too long: above some five million rows. It keeps links only and reads the halves where
/// they lie, some 150 bytes a vector. What it finds is near, but not surely nearest: see recall().
/// A row that was replaced keeps its old links and is found less surely; make a new index when many
/// were. Method: Malkov and Yashunin, HNSW (2016), by hnswlib. Thread: one at a time.
class ApproximateIndex {
 public:
  /// An empty index. Errors: InvalidInput (no vectors or numbers, links outside 2..256).
  static Result<ApproximateIndex> make(const EmbeddingColumns& columns,
                                       const ApproximateOptions& options = {});
  /// Errors: NotFound, Corrupt (no such file of these columns, damaged), Unsupported (of a newer
  /// version), OutOfMemory.
  static Result<ApproximateIndex> load(const std::filesystem::path& path,
                                       const EmbeddingColumns& columns);
  ~ApproximateIndex();
  ApproximateIndex(ApproximateIndex&&) noexcept;
  ApproximateIndex& operator=(ApproximateIndex&&) noexcept;

  /// Adds the rows of the file from endRow() on. A stop request ends it with what was added so far,
  /// which is whole. progress(rows done, rows in all). Errors: InvalidInput (the file lacks the
  /// columns), OutOfMemory.
  Result<void> add(const ColumnFile& file, int threads,
                   const std::function<void(std::size_t, std::size_t)>& progress = {},
                   const std::stop_token& stop = {});
  /// Writes the whole index or nothing. Errors: NotFound (no such folder), Internal (disk full).
  Result<void> save(const std::filesystem::path& path) const;

  /// Rows below have been added, as far as the file had them.
  [[nodiscard]] std::uint64_t endRow() const;
  [[nodiscard]] std::size_t vectors() const;
  [[nodiscard]] std::size_t bytes() const;

  /// Near rows, best first, with their scores in halves; as nearestEmbeddings, but rows beyond
  /// endRow() are not found, and with a mask that lets few rows through fewer than `count` are.
  /// effort  vectors that are looked at closely; more find more, and take longer.
  [[nodiscard]] std::vector<Nearest> nearest(const ColumnFile& file, std::span<const float> query,
                                             std::size_t count, std::size_t effort,
                                             const RowMask& mask = {}) const;

  /// Share of the `count` rows that nearestEmbeddings finds that are found here as well.
  /// [q, width] queries of one vector.
  [[nodiscard]] double recall(const ColumnFile& file, std::span<const float> queries,
                              std::size_t count, std::size_t effort) const;

 private:
  struct Graph;
  explicit ApproximateIndex(std::unique_ptr<Graph> graph);
  std::unique_ptr<Graph> m_graph;
};

}  // namespace molloquy::vectors
