#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "model/library/postgres/server_conditions.h"
#include "model/library/postgres/server_connection.h"
#include "model/library/postgres/server_library.h"
#include "model/library/search_query.h"

namespace molloquy::library {

/// A row with what it was found by.
struct NearRow {
  std::int64_t molecule = 0;
  std::optional<std::int64_t> text;
  double score = 0;
};
struct NearRows {
  std::vector<NearRow> rows;  ///< best first.
  std::optional<std::size_t> total;
  std::string note;  ///< a sentence, or empty.
};

/// The `count` molecules (of EmbeddingKind::Text: texts) among the conditions' that lie nearest in
/// a model's space. Errors: InvalidInput (another width), NotFound (no such embeddings).
Result<NearRows> nearestOnServer(ServerConnection& connection, const ServerConditions& conditions,
                                 const LikeVectors& like, std::size_t count,
                                 const std::stop_token& stop);
/// By the volumes of the nearest shapes of USRCAT. Errors: InvalidInput.
Result<NearRows> shapesOnServer(ServerConnection& connection, const ServerConditions& conditions,
                                const SimilarTo& similar, std::size_t count,
                                const std::stop_token& stop);

/// As pgvector writes and reads them: "[0.1,0.2]".
std::string vectorText(std::span<const float> numbers);
std::vector<float> vectorOfText(std::string_view text);
std::vector<float> vectorOfHalves(std::string_view bytes);

}  // namespace molloquy::library
