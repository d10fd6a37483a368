#pragma once

#include <optional>
#include <string_view>

#include "model/library/molecule_library.h"
#include "model/library/search_query.h"
#include "model/library/sqlite_database.h"
#include "model/vectors/scan.h"

namespace molloquy::library {

/// A model whose embeddings a library has.
struct EmbeddingModel {
  std::int64_t number = 0;  ///< in the names of its columns.
  EmbeddingsInfo info;      ///< without counts.

  [[nodiscard]] vectors::EmbeddingColumns columns(EmbeddingKind kind) const;
};

/// Failures stick in the database.
std::optional<EmbeddingModel> embeddingModel(SqliteDatabase& database, std::string_view stamp);
std::vector<EmbeddingModel> embeddingModels(SqliteDatabase& database);

}  // namespace molloquy::library
