#pragma once

#include <cstdint>
#include <filesystem>

#include "model/base/result.h"

namespace molloquy::corpus {

/// Whether a file begins as LMDB's first page does.
bool isLmdbFile(const std::filesystem::path& file);

/// Walks every page that a reader can come to and checks that nothing points outside of the file:
/// the library itself believes what pages say, and a damaged file would end the program.
///
/// returns  number of records.
/// Time: one visit to every branch and leaf page; the values' own pages are not touched.
/// Errors: NotFound; Corrupt (cut off, damaged), Unsupported (sub-databases, repeated keys, another
/// version), naming the file and the page.
/// Source: the page layout of LMDB 0.9 (data version 1) for processors of 64 bits, low byte first.
Result<std::uint64_t> checkLmdbPages(const std::filesystem::path& file);

}  // namespace molloquy::corpus
