#include "model/library/embedding_models.h"

#include <fmt/format.h>

namespace molloquy::library {

vectors::EmbeddingColumns EmbeddingModel::columns(EmbeddingKind kind) const {
  const char* of = "structure";
  if (kind == EmbeddingKind::Pooled) of = "pooled";
  if (kind == EmbeddingKind::Text) of = "text";
  return {fmt::format("codes {} {}", number, of), fmt::format("halves {} {}", number, of),
          kind == EmbeddingKind::Structure ? info.queries : 1, info.width};
}

std::vector<EmbeddingModel> embeddingModels(SqliteDatabase& database) {
  std::vector<EmbeddingModel> models;
  auto query = database.query("SELECT id, stamp, name, queries, width FROM embeddings ORDER BY id");
  while (query.step()) {
    EmbeddingModel model;
    model.number = query.integer(0);
    model.info.modelStamp = query.text(1);
    model.info.modelName = query.text(2);
    model.info.queries = static_cast<std::size_t>(query.integer(3));
    model.info.width = static_cast<std::size_t>(query.integer(4));
    models.push_back(std::move(model));
  }
  return models;
}

std::optional<EmbeddingModel> embeddingModel(SqliteDatabase& database, std::string_view stamp) {
  for (EmbeddingModel& model : embeddingModels(database)) {
    if (model.info.modelStamp == stamp) return std::move(model);
  }
  return std::nullopt;
}

}  // namespace molloquy::library
