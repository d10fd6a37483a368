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

/// A request to the server; the base address is the transport's.
struct NetworkRequest {
  QString path;     ///< below the base, percent-encoded: "pug/compound/name/glucose/cids/JSON".
  QByteArray form;  ///< body of a POST (application/x-www-form-urlencoded); empty = GET.
  Reason reason;
  enum class Cache { Use, Refresh, Skip } cache = Cache::Use;
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
  QByteArray contentType;
  std::optional<QDateTime> cachedAt;  ///< set when it came from the cache.
  int requests = 0;                   ///< sent for it: 0 when it came from the cache.
};

/// One line of the ledger.
struct LedgerEntry {
  quint64 number = 0;
  QDateTime at;
  QString method;  ///< "GET", "POST".
  QUrl url;
  Reason reason;
  qint64 bytesSent = 0;
  qint64 bytesReceived = 0;
  int status = 0;  ///< of HTTP; 0 while running and where none came.
  qint64 milliseconds = 0;
  QString outcome;  ///< "200 OK", "503, sent again after 2 s", "cancelled", "waiting".
};

/// How the server felt lately, from X-Throttling-Control.
enum class ThrottleState { Unknown, Green, Yellow, Red, Black };

}  // namespace molloquy::pubchem

Q_DECLARE_METATYPE(molloquy::pubchem::LedgerEntry)
