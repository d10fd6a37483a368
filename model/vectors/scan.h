#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.h"
#include "model/vectors/column_file.h"

namespace molloquy::vectors {

struct Nearest {
  std::uint64_t row = 0;
  float score = 0;
  friend bool operator==(const Nearest&, const Nearest&) = default;
};
/// Rows that may be found: bit r of the words; empty = all.
struct RowMask {
  std::span<const std::uint64_t> words;
  [[nodiscard]] bool allows(std::uint64_t row) const {
    return words.empty() || (row / 64 < words.size() && ((words[row / 64] >> (row % 64)) & 1) != 0);
  }
};

/// Embeddings are kept twice: codes of two bits a number to be scanned, halves to be compared with.
/// A row has `vectors` vectors of `width` numbers; its score is the largest inner product of any
/// of them with any vector of the query.
struct EmbeddingColumns {
  std::string codes;   ///< name of the column of codes.
  std::string halves;  ///< name of the column of fp16.
  std::size_t vectors = 1;
  std::size_t width = 0;
};
/// Appends rows of [n, vectors, width] float32. Errors: InvalidInput (numbers that are no rows, no
/// finite numbers), those of ColumnFile::append.
Result<void> appendEmbeddings(ColumnFile& file, const EmbeddingColumns& columns,
                              std::uint64_t firstRow, std::span<const float> rows);

struct ScanOptions {
  std::size_t count = 10;
  int threads = 1;
};
/// The nearest rows, best first, equal ones in ascending order, by the inner products of halves
/// with the query. [q, width] float32 query.
///
/// Every row's codes are read; they bound its score, and a row whose bound reaches the best found
/// so far is compared in halves. Three scores of a hundred thousand exceed their bounds
/// (see embedding_codes.h): so rarely is a row missed.
/// Empty: after a stop request, and where the file has no such columns or the query another width.
std::vector<Nearest> nearestEmbeddings(const ColumnFile& file, const EmbeddingColumns& columns,
                                       std::span<const float> query, const ScanOptions& options,
                                       const RowMask& mask = {}, const std::stop_token& stop = {});
/// The nearest rows of each of many queries of one vector; much faster than one after another.
/// [q, width] queries -> q lists.
std::vector<std::vector<Nearest>> nearestEmbeddingsOfMany(
    const ColumnFile& file, const EmbeddingColumns& columns, std::span<const float> queries,
    const ScanOptions& options, const RowMask& mask = {}, const std::stop_token& stop = {});

/// Rows by Tanimoto of bits with the query's, best first, at least `atLeast`; 1 where neither has
/// any bit. Empty after a stop request, and for an unknown column or a query of another size.
std::vector<Nearest> nearestBits(const ColumnFile& file, std::string_view column,
                                 std::span<const std::byte> query, std::size_t count,
                                 double atLeast, int threads, const RowMask& mask = {},
                                 const std::stop_token& stop = {});
/// Rows that have every bit of `bits`, ascending, a part at a time, until `onRows` says false.
void rowsWithBits(const ColumnFile& file, std::string_view column, std::span<const std::byte> bits,
                  const RowMask& mask,
                  const std::function<bool(std::span<const std::uint64_t> rows)>& onRows);

/// Rows of float32 numbers by similarity 1 / (1 + mean absolute difference), best first (USR).
std::vector<Nearest> nearestShapes(const ColumnFile& file, std::string_view column,
                                   std::span<const float> query, std::size_t count, int threads,
                                   const RowMask& mask = {}, const std::stop_token& stop = {});

}  // namespace molloquy::vectors
