#pragma once

#include <functional>
#include <optional>
#include <string>

#include "model/base/result.h"
#include "model/corpus/corpus_file.h"
#include "model/corpus/importers/text_input.h"

namespace molloquy::corpus {

/// One object of a 3D-MoIT file; a field is absent when the object lacks it.
struct MoitRow {
  std::size_t number = 0;  ///< 1-based place in the array.
  std::optional<std::string> instruction;
  std::optional<std::string> input;
  std::optional<std::string> output;
  std::optional<std::string> task;
  std::string wrongField;  ///< name of a field that is neither text nor number, or empty.
  bool isObject = true;
};

/// Reads a JSON array of objects without keeping it, one row after the other; other fields are
/// passed over. Errors: InvalidInput (not an array), Corrupt (cut off, not JSON), with the row.
Result<void> readMoitJson(TextInput& text, const std::function<Reading(MoitRow&& row)>& onRow);

}  // namespace molloquy::corpus
