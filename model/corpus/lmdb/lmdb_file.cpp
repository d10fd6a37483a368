#include "model/corpus/lmdb/lmdb_file.h"

#include <fmt/format.h>
#include <lmdb.h>

#include "model/corpus/lmdb/lmdb_pages.h"

namespace molloquy::corpus {
namespace {

constexpr unsigned kReadMode = 0644;

std::span<const std::byte> bytesOf(const MDB_val& value) {
  return {static_cast<const std::byte*>(value.mv_data), value.mv_size};
}

std::string_view textOf(const MDB_val& value) {
  return {static_cast<const char*>(value.mv_data), value.mv_size};
}

}  // namespace

struct LmdbFile::Environment {
  MDB_env* env = nullptr;
  MDB_txn* transaction = nullptr;
  MDB_dbi database = 0;
  std::filesystem::path file;
};

void LmdbFile::Closer::operator()(Environment* environment) const {
  if (environment->transaction != nullptr) mdb_txn_abort(environment->transaction);
  if (environment->env != nullptr) mdb_env_close(environment->env);
  delete environment;
}

Result<LmdbFile> LmdbFile::open(const std::filesystem::path& file) {
  const Result<std::uint64_t> count = checkLmdbPages(file);
  if (!count) return tl::unexpected(count.error());
  std::error_code problem;
  const auto size = std::filesystem::file_size(file, problem);
  std::unique_ptr<Environment, Closer> environment(new Environment{.file = file});
  const auto open = [&] {
    if (int code = mdb_env_create(&environment->env)) return code;
    if (int code = mdb_env_set_mapsize(environment->env, size)) return code;
    const unsigned flags = MDB_RDONLY | MDB_NOLOCK | MDB_NOSUBDIR | MDB_NORDAHEAD;
    if (int code = mdb_env_open(environment->env, file.c_str(), flags, kReadMode)) return code;
    if (int code = mdb_txn_begin(environment->env, nullptr, MDB_RDONLY, &environment->transaction))
      return code;
    return mdb_dbi_open(environment->transaction, nullptr, 0, &environment->database);
  };
  if (const int code = problem ? problem.value() : open()) {
    return fail(ErrorCode::Corrupt,
                fmt::format("{} cannot be opened as LMDB: {}.", file.string(), mdb_strerror(code)));
  }
  return LmdbFile(std::move(environment), *count);
}

Result<std::optional<std::span<const std::byte>>> LmdbFile::find(std::string_view key) const {
  // The library refuses keys outside of these sizes.
  const auto longest = static_cast<std::size_t>(mdb_env_get_maxkeysize(m_environment->env));
  if (key.empty() || key.size() > longest) return std::nullopt;
  MDB_val wanted{key.size(), const_cast<char*>(key.data())};
  MDB_val value{};
  const int code = mdb_get(m_environment->transaction, m_environment->database, &wanted, &value);
  if (code == MDB_NOTFOUND) return std::nullopt;
  if (code != MDB_SUCCESS) {
    return fail(ErrorCode::Corrupt,
                fmt::format("{} cannot give the record \"{}\": {}.", m_environment->file.string(),
                            key, mdb_strerror(code)));
  }
  return bytesOf(value);
}

Result<void> LmdbFile::forEach(
    const std::function<Reading(std::string_view key, std::span<const std::byte> value)>& onRecord)
    const {
  MDB_cursor* opened = nullptr;
  int code = mdb_cursor_open(m_environment->transaction, m_environment->database, &opened);
  const std::unique_ptr<MDB_cursor, decltype(&mdb_cursor_close)> cursor(opened, mdb_cursor_close);
  MDB_val key{};
  MDB_val value{};
  while (code == MDB_SUCCESS) {
    code = mdb_cursor_get(cursor.get(), &key, &value, MDB_NEXT);
    if (code == MDB_SUCCESS && onRecord(textOf(key), bytesOf(value)) == Reading::Stop) return {};
  }
  if (code == MDB_NOTFOUND) return {};
  return fail(ErrorCode::Corrupt, fmt::format("{} cannot be read to its end: {}.",
                                              m_environment->file.string(), mdb_strerror(code)));
}

}  // namespace molloquy::corpus
