#pragma once

#include <QByteArray>
#include <QObject>
#include <functional>
#include <map>
#include <memory>
#include <utility>
#include <vector>

class QSslConfiguration;

namespace molloquy::test {

struct HttpRequest {
  QByteArray method;
  QByteArray target;                         ///< as it was sent: path and query, percent-encoded.
  std::map<QByteArray, QByteArray> headers;  ///< names in small letters.
  QByteArray body;
};

/// What is answered, and how well.
struct HttpResponse {
  int status = 200;
  std::vector<std::pair<QByteArray, QByteArray>> headers = {};
  QByteArray body = {};
  enum class Framing { Length, Chunked, Gzip } framing = Framing::Length;
  /// CutOff: half of the body, then the connection ends. Hang: nothing, and the connection stays
  /// open. HangInBody: half of the body, then silence. Reset: the connection is torn down.
  enum class Ending { Whole, CutOff, Hang, HangInBody, Reset } ending = Ending::Whole;
};

/// HTTP/1.1 on a real socket of 127.0.0.1, as much of it as tests of a client need: keep-alive,
/// bodies by length, chunked or compressed, and endings that a server should not have. Answers in
/// the thread it lives in.
class HttpServer : public QObject {
 public:
  using Handler = std::function<HttpResponse(const HttpRequest&)>;

  /// port 0 = a free one. `tls` non-null: speaks TLS with that certificate.
  explicit HttpServer(Handler handler, quint16 port = 0, const QSslConfiguration* tls = nullptr);
  ~HttpServer() override;

  /// 0 when it could not listen.
  [[nodiscard]] quint16 port() const;
  /// Connections that clients opened so far.
  [[nodiscard]] int connections() const;

 private:
  struct Private;
  std::unique_ptr<Private> m_private;
};

}  // namespace molloquy::test
