#pragma once

#include <filesystem>
#include <functional>

#include "model/retrieval/reference_rows.h"

namespace molloquy::retrieval {

/// Reads a table parted by tabs, see readReferenceRows; `onRow` gets its rows as they are written.
/// Errors: NotFound, InvalidInput (a header without the columns).
Result<void> readRowTable(
    const std::filesystem::path& file,
    const std::function<corpus::Reading(std::size_t line, ReferenceRow&& row)>& onRow,
    const corpus::OnRejection& onRejection);

}  // namespace molloquy::retrieval
