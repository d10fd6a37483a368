#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QUrl>
#include <filesystem>
#include <functional>
#include <optional>

#include "app/pubchem/sqlite_file.h"

namespace molloquy::pubchem {

/// What a reply is found by: method, address and form.
struct CacheKey {
  QByteArray method;
  QUrl url;
  QByteArray form;
};

struct CachedReply {
  int status = 200;
  QByteArray body;
  QByteArray contentType;
  QDateTime at;  ///< UTC.
};

/// Replies on disk, compressed, in one SQLite file of a limited size: those that were not used for
/// the longest time go first. A damaged file is put aside and a new one begun; when nothing can be
/// written the program goes on without. Either is told once, in words.
class ResponseCache {
 public:
  using Note = std::function<void(const QString&)>;

  /// An empty path keeps nothing. The file is opened when it is first needed.
  ResponseCache(std::filesystem::path file, qint64 limitBytes, Note note);

  /// The reply, at any age; a row that cannot be unpacked is dropped and counts as absent.
  [[nodiscard]] std::optional<CachedReply> find(const CacheKey& key);
  /// Replies larger than half of the limit, compressed, are not kept.
  void store(const CacheKey& key, const CachedReply& reply);
  /// Bytes of what is kept, compressed.
  [[nodiscard]] qint64 bytesUsed();
  void setLimit(qint64 bytes);
  void clear();

 private:
  bool ready();
  void tellDamage();
  void evict();
  /// Answers a failed statement: a damaged file is put aside, other failures are told.
  void trouble(const SqliteFailure& failure);
  template <class Work>
  void attempt(Work work);

  std::filesystem::path m_path;
  qint64 m_limit = 0;
  Note m_note;
  std::optional<SqliteFile> m_file;
  bool m_givenUp = false;
  bool m_told = false;
};

}  // namespace molloquy::pubchem
