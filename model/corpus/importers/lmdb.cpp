#include <fmt/format.h>

#include "model/corpus/importers/named_row.h"
#include "model/corpus/lmdb/lmdb_file.h"
#include "model/corpus/lmdb/molecule_record.h"

namespace molloquy::corpus {
namespace {

/// Records between two reports of progress.
constexpr std::size_t kProgressRecords = 256;

RejectionKind kindOf(const Error& error) {
  return error.code == ErrorCode::Unsupported ? RejectionKind::NotPlainData
                                              : RejectionKind::BrokenRecord;
}

}  // namespace

Result<void> importLmdb(ImportRun& run) {
  const auto database = LmdbFile::open(run.file());
  if (!database) return tl::unexpected(database.error());
  NamedRows rows(run, ColumnPlan::SmilesColumn::Optional);
  std::size_t number = 0;
  return database->forEach([&](std::string_view key, std::span<const std::byte> value) {
    ++number;
    if (number % kProgressRecords == 0) run.progress(number, database->count());
    auto record = readMoleculeRecord(value);
    if (!record) {
      run.reject(number, key, kindOf(record.error()), record.error().message);
    } else {
      // Questions name a molecule by its key, which is not always its CID.
      NamedValues values{{"key", std::string(key)}};
      values.insert(values.end(), record->texts.begin(), record->texts.end());
      rows.take(number, std::move(values), std::move(record->structure));
    }
    return run.isOver() ? Reading::Stop : Reading::GoOn;
  });
}

}  // namespace molloquy::corpus
