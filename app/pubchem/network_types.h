#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QMetaType>
#include <QString>
#include <QUrl>
#include <chrono>
#include <optional>

namespace molloquy::pubchem {

/// What one request is sent for, as the ledger tells it ("Names that begin with \"gluc\"").
using Reason = QString;

/// The place of a reply in the cache where that is not the request's own address: the answer to a
/// poll of a list key is kept for the search that began it, and that search finds it next time.
struct CachePlace {
  QString path;
  QByteArray form;
};

/// A request to the server; the base address is the transport's.
struct NetworkRequest {
  QString path;     ///< below the base, percent-encoded: "pug/compound/name/glucose/cids/JSON".
  QByteArray form;  ///< body of a POST (application/x-www-form-urlencoded); empty = GET.
  Reason reason;
  /// Use: a reply younger than 30 days answers without asking. Refresh: asks and keeps the answer.
  /// Skip: asks and keeps nothing, but for `keepAs`.
  enum class Cache { Use, Refresh, Skip } cache = Cache::Use;
  std::optional<CachePlace> keepAs;
  enum class Urgency { Person, Background } urgency = Urgency::Person;
};

/// How a request failed, finer than the person needs to know; `sentence` tells the person.
enum class FailureKind {
  BadRequest,
  NotFound,
  NotAllowed,
  ServerError,
  Unimplemented,
  Busy,
  Timeout,
  Blocked,
  NoNetwork,
  Tls,
  Proxy,
  Redirected,
  ErrorPage,
  Truncated,
  Offline,
  SwitchedOff,
  Cancelled,
  TooLarge
};
struct NetworkFailure {
  FailureKind kind = FailureKind::ServerError;
  QString sentence;  ///< what happened and the remedy.
  QString detail;    ///< what the server said, for the ledger.
  std::optional<std::chrono::milliseconds> retryAfter;
};
struct NetworkReply {
  QByteArray body;
  int status = 200;  ///< 202 = still searching: poll the list key, do not send again.
  QByteArray contentType;
  std::optional<QDateTime> cachedAt;  ///< set when it came from the cache.
  int requests = 0;                   ///< sent for it: 0 when it came from the cache.
};

/// One line of the ledger: one request on the wire (sent again = one line more), one refusal to
/// send, or a note about the ledger's own files (method and url empty then).
/// Bytes are those of the address, the form and the reply's body as they travelled (compressed);
/// the headers that all requests have in common are not counted. Qt opens a connection again by
/// itself when it is torn down before the first byte of a reply: that stays one line.
struct LedgerEntry {
  quint64 number = 0;
  QDateTime at;
  QString method;  ///< "GET", "POST"; empty: a note.
  QUrl url;
  Reason reason;
  qint64 bytesSent = 0;  ///< 0 = nothing was sent: a refusal, a note.
  qint64 bytesReceived = 0;
  int status = 0;  ///< of HTTP; 0 while running and where none came.
  qint64 milliseconds = 0;
  QString outcome;  ///< "200 OK", "503, sent again after 2 s", "cancelled", "waiting".
};

/// How the server felt lately, from X-Throttling-Control.
enum class ThrottleState { Unknown, Green, Yellow, Red, Black };

}  // namespace molloquy::pubchem

Q_DECLARE_METATYPE(molloquy::pubchem::LedgerEntry)
