#include "model/library/likeness_search.h"

#include <fmt/format.h>


#include "model/library/chemistry/molecule_keys.h"
#include "model/library/embedding_models.h"
#include "model/library/in_threads.h"
#include "model/library/molecule_records.h"
#include "model/library/shape_comparison.h"
#include "model/library/vector_columns.h"
#include "model/vectors/scan.h"

namespace molloquy::library {
namespace {

/// Conformers of one molecule whose volumes are compared.
constexpr std::size_t kComparedConformers = 8;

ScoredRows scored(const std::vector<vectors::Nearest>& nearest) {
  ScoredRows scored;
  scored.rows.reserve(nearest.size());
  for (const vectors::Nearest& one : nearest) {
    scored.rows.push_back({one.row, static_cast<double>(one.score)});
  }
  return scored;
}

std::size_t countIn(const vectors::ColumnFile& file, std::string_view column, const RowSet& among) {
  RowSet there = rowsOfColumn(file, column, among.rows());
  there.keepOnly(among);
  return there.count();
}

struct Bits {
  const char* column;
  std::span<const std::uint8_t> ofQuery;
};

Bits bitsOf(const MoleculeKeys& keys, Likeness by) {
  if (by == Likeness::Path) return {columns::kPath, keys.path};
  if (by == Likeness::Maccs) return {columns::kMaccs, keys.maccs};
  return {columns::kMorgan, keys.morgan};
}

ScoredRows similarBits(const LibraryView& view, const MoleculeKeys& keys, const SimilarTo& similar,
                       const RowSet& among, std::size_t count, const std::stop_token& stop) {
  const Bits bits = bitsOf(keys, similar.by);
  // Above a bound all are asked for, since they have to be counted.
  const bool all = similar.atLeast > 0;
  ScoredRows found = scored(vectors::nearestBits(
      view.vectors, bits.column, std::as_bytes(bits.ofQuery), all ? among.rows() : count,
      similar.atLeast, threadCount(), among.mask(), stop));
  found.total = all ? found.rows.size() : countIn(view.vectors, bits.column, among);
  if (found.rows.size() > count) found.rows.resize(count);
  return found;
}

Result<ScoredRows> similarShapes(const LibraryView& view, const SimilarTo& similar,
                                 const RowSet& among, std::size_t count,
                                 const std::stop_token& stop) {
  if (!similar.conformer) {
    return fail(ErrorCode::InvalidInput,
                "The molecule has no 3D shape to compare: give it one, or compare by structure.");
  }
  const auto shape = computeShape(*similar.molecule, *similar.conformer);
  if (!shape) return tl::unexpected(shape.error());
  const std::size_t all = countIn(view.vectors, columns::kShape, among);
  const auto nearest = vectors::nearestShapes(view.vectors, columns::kShape, *shape,
                                              kComparedShapes, threadCount(), among.mask(), stop);
  std::vector<Shaped> shaped;
  for (const vectors::Nearest& one : nearest) {
    const MoleculeId id(static_cast<std::int64_t>(one.row));
    shaped.push_back({id.value, graphOf(view.database, id),
                      conformersOf(view.database, id, kComparedConformers)});
  }
  const ComparedShapes compared = compareShapes(similar, std::move(shaped), all, count, stop);
  ScoredRows found;
  for (const Shaped& one : compared.best) {
    found.rows.push_back({static_cast<std::uint64_t>(one.molecule), one.score});
  }
  found.total = compared.total;
  found.note = compared.note;
  return found;
}

}  // namespace

Result<ScoredRows> similarRows(const LibraryView& view, const SimilarTo& similar,
                               const RowSet& among, std::size_t count,
                               const std::stop_token& stop) {
  if (!similar.molecule) {
    return fail(ErrorCode::InvalidInput, "There is no molecule to compare with: choose one.");
  }
  if (similar.by == Likeness::Shape) return similarShapes(view, similar, among, count, stop);
  const auto keys = computeKeys(*similar.molecule);
  if (!keys) return tl::unexpected(keys.error());
  return similarBits(view, *keys, similar, among, count, stop);
}

Result<ScoredRows> nearestRows(const LibraryView& view, const LikeVectors& like,
                               const RowSet& among, std::size_t count,
                               const std::stop_token& stop) {
  const auto model = embeddingModel(view.database, like.modelStamp);
  if (auto read = view.database.check(); !read) return tl::unexpected(read.error());
  if (!model) {
    return fail(ErrorCode::NotFound,
                "The library has no embeddings of this model: compute them first.");
  }
  if (like.width != model->info.width || like.vectors.empty() ||
      like.vectors.size() % like.width != 0) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("{} numbers of width {} cannot be compared with embeddings of width "
                            "{}.",
                            like.vectors.size(), like.width, model->info.width));
  }
  const vectors::EmbeddingColumns columns = model->columns(like.kind);
  vectors::ScanOptions options;
  options.count = count;
  options.threads = threadCount();
  ScoredRows found = scored(
      vectors::nearestEmbeddings(view.vectors, columns, like.vectors, options, among.mask(), stop));
  found.total = countIn(view.vectors, columns.codes, among);
  return found;
}

}  // namespace molloquy::library
