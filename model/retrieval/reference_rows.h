#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "model/corpus/corpus_file.h"

namespace molloquy::retrieval {

/// A molecule with its caption: what neighbours are looked for among.
struct ReferenceRow {
  std::string id;      ///< the source's own, else "row N"; unique within the rows of a file.
  std::string source;  ///< data set.
  std::string split;   ///< train, validation, test, or empty when nobody said.
  std::string smiles;  ///< as written.
  std::string caption;
};

struct RowOptions {
  std::string split;        ///< of rows that have none of their own.
  std::size_t maximum = 0;  ///< rows to take from the front; 0 = all.
};

/// Reads a corpus file (entries with a "Caption" or "Description"), or a table parted by tabs with
/// a header that names the columns smiles and description or caption, and perhaps cid or id, and
/// split. Which of the two it is, the first character tells: a corpus line begins with "{".
/// What is not taken is reported: no caption, no SMILES, an id that was there before.
/// Errors: NotFound; InvalidInput (no row could be taken; a header without the columns).
Result<std::vector<ReferenceRow>> readReferenceRows(const std::filesystem::path& file,
                                                    const RowOptions& options,
                                                    const corpus::OnRejection& onRejection);

}  // namespace molloquy::retrieval
