#pragma once

#include <filesystem>
#include <string_view>

#include "model/base/result.h"
#include "model/library/sqlite_database.h"

namespace molloquy::library {

/// What marks an SQLite file as a library ("Moll"), and the layout this program writes.
inline constexpr std::int64_t kApplicationId = 0x4D6F6C6C;
inline constexpr std::int64_t kSchemaVersion = 1;

/// Keys of the table `library`.
inline constexpr const char* kNextMolecule = "next molecule";
inline constexpr const char* kNextText = "next text";
/// Bytes of the file beside it that belong to finished transactions.
inline constexpr const char* kCommittedBytes = "committed bytes";

/// What is looked at before SQLite opens a file. Errors: NotFound, Corrupt (no library),
/// Unsupported (made by a newer version).
Result<void> checkLibraryFile(const std::filesystem::path& file);
/// Lays out an empty library.
Result<void> makeSchema(SqliteDatabase& database, std::string_view name);

/// A number of the table `library`, 0 when it is not there.
std::int64_t libraryNumber(SqliteDatabase& database, const char* key);
void setLibraryNumber(SqliteDatabase& database, const char* key, std::int64_t value);

}  // namespace molloquy::library
