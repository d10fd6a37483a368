#include "app/pubchem/response_cache.h"

#include <QCoreApplication>
#include <QCryptographicHash>

namespace molloquy::pubchem {

namespace {

constexpr const char* kSchema =
    "CREATE TABLE IF NOT EXISTS replies ("
    " key BLOB PRIMARY KEY, url TEXT NOT NULL, status INTEGER NOT NULL, type BLOB NOT NULL,"
    " at INTEGER NOT NULL, used INTEGER NOT NULL, size INTEGER NOT NULL, plain INTEGER NOT NULL,"
    " body BLOB NOT NULL);"
    "CREATE INDEX IF NOT EXISTS replies_by_use ON replies (used, size);";

constexpr int kFastCompression = 1;

QByteArray digest(const CacheKey& key) {
  QCryptographicHash hash(QCryptographicHash::Sha256);
  hash.addData(key.method + ' ' + key.url.toEncoded() + '\n' + key.form);
  return hash.result();
}

QString tr(const char* text) { return QCoreApplication::translate("ResponseCache", text); }

/// The plain body; nothing when the row is not what was written. qUncompress believes the length it
/// finds, so that is compared first.
std::optional<QByteArray> plainBody(const QByteArray& packed, qint64 size) {
  if (packed.size() < 4) return std::nullopt;
  qint64 told = 0;
  for (int i = 0; i < 4; ++i) told = told << 8 | static_cast<unsigned char>(packed[i]);
  if (told != size) return std::nullopt;
  const QByteArray plain = qUncompress(packed);
  if (plain.size() != size) return std::nullopt;
  return plain;
}

}  // namespace

ResponseCache::ResponseCache(std::filesystem::path file, qint64 limitBytes, Note note)
    : m_path(std::move(file)), m_limit(limitBytes), m_note(std::move(note)) {}

bool ResponseCache::ready() {
  if (m_path.empty() || m_givenUp) return false;
  if (m_file) return true;
  auto opened = SqliteFile::open(m_path, kSchema);
  if (!opened) {
    trouble(opened.error());
    m_givenUp = true;
    return false;
  }
  m_file = std::move(*opened);
  if (m_file->putAside()) tellDamage();
  return true;
}

void ResponseCache::tellDamage() {
  m_note(tr("The saved replies were damaged. They were put aside as \"%1.damaged\", and a new file "
            "was begun.")
             .arg(QString::fromStdString(m_path.filename().string())));
}

void ResponseCache::trouble(const SqliteFailure& failure) {
  m_file.reset();
  if (failure.damaged()) {
    SqliteFile::moveAside(m_path);
    tellDamage();
    return;
  }
  if (m_told) return;
  m_told = true;
  m_note(tr("Replies cannot be saved in \"%1\": %2. Free some space there, or check who may write.")
             .arg(QString::fromStdString(m_path.string()), failure.words));
}

template <class Work>
void ResponseCache::attempt(Work work) {
  if (!ready()) return;
  if (const auto done = work(); !done) trouble(done.error());
}

std::optional<CachedReply> ResponseCache::find(const CacheKey& key) {
  std::optional<CachedReply> found;
  const QByteArray name = digest(key);
  attempt([&]() -> tl::expected<void, SqliteFailure> {
    auto rows = m_file->prepare("SELECT status, type, at, plain, body FROM replies WHERE key = ?");
    if (!rows) return tl::unexpected(rows.error());
    const auto row = rows->bind(name).next();
    if (!row) return tl::unexpected(row.error());
    if (!*row) return {};
    const auto plain = plainBody(rows->bytes(4), rows->number(3));
    if (plain) {
      found = CachedReply{static_cast<int>(rows->number(0)), *plain, rows->bytes(1),
                          QDateTime::fromSecsSinceEpoch(rows->number(2), Qt::UTC)};
    }
    // A row of which only the body is broken is dropped; a good one becomes the last one used.
    auto change = m_file->prepare(
        plain ? "UPDATE replies SET used = (SELECT max(used) + 1 FROM replies) WHERE key = ?"
              : "DELETE FROM replies WHERE key = ?");
    if (!change) return tl::unexpected(change.error());
    const auto done = change->bind(name).next();
    if (!done) return tl::unexpected(done.error());
    return {};
  });
  return found;
}

void ResponseCache::store(const CacheKey& key, const CachedReply& reply) {
  if (m_path.empty()) return;
  const QByteArray packed = qCompress(reply.body, kFastCompression);
  if (packed.size() > m_limit / 2) return;
  attempt([&]() -> tl::expected<void, SqliteFailure> {
    auto rows = m_file->prepare(
        "INSERT OR REPLACE INTO replies (key, url, status, type, at, used, size, plain, body)"
        " VALUES (?, ?, ?, ?, ?, (SELECT coalesce(max(used), 0) + 1 FROM replies), ?, ?, ?)");
    if (!rows) return tl::unexpected(rows.error());
    const auto done = rows->bind(digest(key))
                          .bind(QString::fromUtf8(key.url.toEncoded()))
                          .bind(static_cast<qint64>(reply.status))
                          .bind(reply.contentType)
                          .bind(reply.at.toSecsSinceEpoch())
                          .bind(static_cast<qint64>(packed.size()))
                          .bind(static_cast<qint64>(reply.body.size()))
                          .bind(packed)
                          .next();
    if (!done) return tl::unexpected(done.error());
    return {};
  });
  evict();
}

qint64 ResponseCache::bytesUsed() {
  qint64 sum = 0;
  attempt([&]() -> tl::expected<void, SqliteFailure> {
    auto rows = m_file->prepare("SELECT coalesce(sum(size), 0) FROM replies");
    if (!rows) return tl::unexpected(rows.error());
    const auto row = rows->next();
    if (!row) return tl::unexpected(row.error());
    sum = rows->number(0);
    return {};
  });
  return sum;
}

void ResponseCache::evict() {
  const qint64 used = bytesUsed();
  if (used <= m_limit) return;
  const qint64 excess = used - m_limit + m_limit / 10;  // some room, so that it is done seldom
  attempt([&]() -> tl::expected<void, SqliteFailure> {
    // The least recently used ones whose sizes together make up the excess.
    auto rows = m_file->prepare(
        "DELETE FROM replies WHERE used <= (SELECT used FROM (SELECT used, sum(size) OVER (ORDER BY"
        " used) AS freed FROM replies) WHERE freed >= ? ORDER BY used LIMIT 1)");
    if (!rows) return tl::unexpected(rows.error());
    const auto done = rows->bind(excess).next();
    if (!done) return tl::unexpected(done.error());
    return m_file->run("PRAGMA incremental_vacuum");
  });
}

void ResponseCache::setLimit(qint64 bytes) {
  m_limit = bytes;
  evict();
}

void ResponseCache::clear() {
  attempt([&] {
    return m_file->run(
        "DELETE FROM replies; PRAGMA incremental_vacuum; PRAGMA wal_checkpoint(TRUNCATE);");
  });
}

}  // namespace molloquy::pubchem
