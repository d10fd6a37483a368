#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <string_view>

#include "model/corpus/corpus_line.h"

namespace molloquy::corpus {

/// Structures by the name that rows call them: an LMDB's keys, the ids of a corpus, the titles of
/// an SDF.
class StructureLookup {
 public:
  virtual ~StructureLookup() = default;
  /// nullopt when there is none of the name. Errors: those of reading the record.
  [[nodiscard]] virtual Result<std::optional<Structure>> find(std::string_view name) const = 0;

  /// A stop ends it early, with a part of the structures. An LMDB is read record by record; a
  /// corpus or an SDF is kept in memory. Errors: those of the formats; InvalidInput (no structure
  /// has a name).
  static Result<std::unique_ptr<const StructureLookup>> open(const std::filesystem::path& file,
                                                             const std::stop_token& stop);
};

}  // namespace molloquy::corpus
