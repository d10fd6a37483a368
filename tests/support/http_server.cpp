#include "tests/support/http_server.h"

#include <sys/socket.h>
#include <zlib.h>

#include <QHostAddress>
#include <QPointer>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QTcpServer>
#include <optional>

namespace molloquy::test {

namespace {

constexpr qsizetype kLargestRequest = 16 * 1024 * 1024;

QByteArray phraseOf(int status) {
  static const std::map<int, QByteArray> phrases{{200, "OK"},
                                                 {202, "Accepted"},
                                                 {301, "Moved Permanently"},
                                                 {302, "Found"},
                                                 {303, "See Other"},
                                                 {307, "Temporary Redirect"},
                                                 {400, "Bad Request"},
                                                 {404, "Not Found"},
                                                 {405, "Method Not Allowed"},
                                                 {407, "Proxy Authentication Required"},
                                                 {429, "Too Many Requests"},
                                                 {500, "Server Error"},
                                                 {501, "Unimplemented"},
                                                 {502, "Bad Gateway"},
                                                 {503, "Server Busy"},
                                                 {504, "Timeout"}};
  const auto at = phrases.find(status);
  return at == phrases.end() ? QByteArray("Answer") : at->second;
}

QByteArray gzipped(const QByteArray& plain) {
  z_stream stream{};
  deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  QByteArray packed(static_cast<qsizetype>(deflateBound(&stream, static_cast<uLong>(plain.size()))),
                    Qt::Uninitialized);
  QByteArray source = plain;
  stream.next_in = reinterpret_cast<Bytef*>(source.data());
  stream.avail_in = static_cast<uInt>(source.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.truncate(static_cast<qsizetype>(stream.total_out));
  deflateEnd(&stream);
  return packed;
}

/// Chunks of 1000 bytes, so that a body of some length has several.
QByteArray chunked(const QByteArray& body) {
  QByteArray out;
  for (qsizetype at = 0; at < body.size(); at += 1000) {
    const QByteArray piece = body.mid(at, 1000);
    out += QByteArray::number(piece.size(), 16) + "\r\n" + piece + "\r\n";
  }
  return out + "0\r\n\r\n";
}

/// The first request in the buffer, taken out of it; nothing while it is not whole.
std::optional<HttpRequest> takeRequest(QByteArray& buffer) {
  const qsizetype end = buffer.indexOf("\r\n\r\n");
  if (end < 0) return std::nullopt;
  HttpRequest request;
  const QList<QByteArray> lines = buffer.left(end).split('\n');
  const QList<QByteArray> words = lines.front().trimmed().split(' ');
  request.method = words.value(0);
  request.target = words.value(1);
  for (qsizetype i = 1; i < lines.size(); ++i) {
    const qsizetype colon = lines[i].indexOf(':');
    request.headers[lines[i].left(colon).trimmed().toLower()] = lines[i].mid(colon + 1).trimmed();
  }
  const qsizetype length = request.headers["content-length"].toLongLong();
  if (buffer.size() < end + 4 + length) return std::nullopt;
  request.body = buffer.mid(end + 4, length);
  buffer.remove(0, end + 4 + length);
  return request;
}

void reset(QTcpSocket* socket) {
  const linger now{1, 0};  // nothing is flushed: the peer sees a reset
  ::setsockopt(static_cast<int>(socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &now,
               sizeof(now));
  socket->abort();
}

void write(QTcpSocket* socket, const HttpRequest& request, const HttpResponse& response) {
  using Ending = HttpResponse::Ending;
  using Framing = HttpResponse::Framing;
  if (response.ending == Ending::Reset) return reset(socket);
  if (response.ending == Ending::Hang) return;
  QByteArray head =
      "HTTP/1.1 " + QByteArray::number(response.status) + ' ' + phraseOf(response.status) + "\r\n";
  for (const auto& [name, value] : response.headers) head += name + ": " + value + "\r\n";
  QByteArray body = response.body;
  if (response.framing == Framing::Gzip) {
    body = gzipped(body);
    head += "Content-Encoding: gzip\r\n";
  }
  if (response.framing == Framing::Chunked) {
    body = chunked(body);
    head += "Transfer-Encoding: chunked\r\n";
  } else {
    head += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
  }
  if (request.method == "HEAD") body.clear();
  if (response.ending != Ending::Whole) body.truncate(body.size() / 2);
  socket->write(head + "\r\n" + body);
  if (response.ending == Ending::CutOff) socket->disconnectFromHost();
}

class Listener : public QTcpServer {
 public:
  HttpServer::Handler handler;
  std::optional<QSslConfiguration> tls;
  int opened = 0;

 protected:
  void incomingConnection(qintptr descriptor) override {
    ++opened;
    auto* socket = new QSslSocket(this);
    socket->setSocketDescriptor(descriptor);
    if (tls) {
      socket->setSslConfiguration(*tls);
      socket->startServerEncryption();
    }
    auto buffer = std::make_shared<QByteArray>();
    connect(socket, &QIODevice::readyRead, this, [this, socket, buffer] { read(socket, *buffer); });
    connect(socket, &QAbstractSocket::disconnected, socket, &QObject::deleteLater);
  }

 private:
  void read(QSslSocket* socket, QByteArray& buffer) {
    buffer += socket->readAll();
    if (buffer.size() > kLargestRequest) return socket->abort();
    if (!buffer.isEmpty() && (buffer[0] < 'A' || buffer[0] > 'Z')) {
      socket->write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");  // no HTTP
      return socket->disconnectFromHost();
    }
    const QPointer<QSslSocket> alive = socket;
    while (auto request = takeRequest(buffer)) {
      write(socket, *request, handler(*request));
      if (!alive || socket->state() != QAbstractSocket::ConnectedState) return;
    }
  }
};

}  // namespace

struct HttpServer::Private {
  Listener listener;
};

HttpServer::HttpServer(Handler handler, quint16 port, const QSslConfiguration* tls)
    : m_private(std::make_unique<Private>()) {
  m_private->listener.handler = std::move(handler);
  if (tls != nullptr) m_private->listener.tls = *tls;
  m_private->listener.listen(QHostAddress::LocalHost, port);
}

HttpServer::~HttpServer() = default;

quint16 HttpServer::port() const { return m_private->listener.serverPort(); }

int HttpServer::connections() const { return m_private->listener.opened; }

}  // namespace molloquy::test
