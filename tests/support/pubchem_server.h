#pragma once

#include <QByteArray>
#include <QStringList>
#include <QUrl>
#include <memory>
#include <optional>
#include <vector>

#include "tests/support/http_server.h"

namespace molloquy::test {

/// What a server can do wrong, or do rightly when it is busy.
enum class Trouble {
  BusyJson,          ///< 503 with PubChem's Fault.
  BusyPage,          ///< 503 with a page of the front end.
  BusyRetryAfter,    ///< 503 with Retry-After: 3.
  TooMany,           ///< 429, no Fault.
  Timeout,           ///< 504 with PubChem's Fault.
  GatewayTimeout,    ///< 504 with a page.
  ServerError,       ///< 500 with PubChem's Fault.
  XmlFault,          ///< 404 with the Fault as XML.
  NotAllowed,        ///< 405.
  Unimplemented,     ///< 501.
  EmptyError,        ///< 500 without a body.
  NoThrottleHeader,  ///< the answer, without X-Throttling-Control.
  Yellow,            ///< the answer, with that state in the header.
  Red,
  Black,              ///< 503, blocked.
  RedirectSame,       ///< 302 to the same address with "?moved" on this host.
  RedirectElsewhere,  ///< 302 to http://login.example/.
  LoginPage,          ///< 200 with a page where JSON was asked for.
  WrongContentType,   ///< the answer, called text/plain.
  CutOff,             ///< half of the answer, then the end of the connection.
  CutRecord,          ///< half of the answer with a length that agrees: a truncated SD text.
  Hang,
  HangInBody,
  Reset,
  FlatRecord,  ///< the 2D record where the 3D one was asked for.
};

/// "busy-json", "cut-off", in the order of Trouble.
QStringList troubleNames();
std::optional<Trouble> troubleNamed(const QString& name);

/// PubChem for tests: PUG REST, PUG View and autocompletion on 127.0.0.1, answered from
/// tests/data/pubchem, and a script of misbehaviours. Answers in the thread it lives in: the test
/// has to run its event loop.
class PubChemServer {
 public:
  struct Options {
    quint16 port = 0;    ///< 0 = a free one.
    QString dataFolder;  ///< empty = tests/data/pubchem of the source tree.
    const QSslConfiguration* tls = nullptr;
  };
  PubChemServer() : PubChemServer(Options{}) {}
  explicit PubChemServer(const Options& options);
  ~PubChemServer();

  /// "http://127.0.0.1:port/rest", invalid when it could not listen.
  [[nodiscard]] QUrl base() const;

  /// The next `times` requests whose target contains `where` (empty = any) meet that trouble. What
  /// was scripted first comes first; several may be scripted.
  void misbehave(Trouble trouble, int times = 1, const QByteArray& where = {});
  /// The same with a reply of the test's own.
  void reply(const HttpResponse& response, int times = 1, const QByteArray& where = {});
  /// How often a search answers 202 before its result comes; 0 = at once.
  void setPolls(int polls);

  /// All that came, in order.
  [[nodiscard]] const std::vector<HttpRequest>& requests() const;
  void forgetRequests();
  [[nodiscard]] int connections() const;

 private:
  struct Private;
  std::unique_ptr<Private> m_private;
};

}  // namespace molloquy::test
