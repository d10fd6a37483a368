#include "app/pubchem/exchange.h"

#include <QNetworkAccessManager>
#include <QSslError>

#include "app/pubchem/gzip.h"

namespace molloquy::pubchem {

namespace {

using End = ExchangeResult::End;

QNetworkRequest prepared(QNetworkRequest request, const QByteArray& form) {
  using Request = QNetworkRequest;
  request.setAttribute(Request::RedirectPolicyAttribute, Request::ManualRedirectPolicy);
  request.setAttribute(Request::CookieLoadControlAttribute, Request::Manual);
  request.setAttribute(Request::CookieSaveControlAttribute, Request::Manual);
  request.setAttribute(Request::CacheLoadControlAttribute, Request::AlwaysNetwork);
  request.setAttribute(Request::CacheSaveControlAttribute, false);
  request.setAttribute(Request::Http2AllowedAttribute, false);
  // Asked for by ourselves, Qt leaves the body packed: its bytes can be counted and its size
  // limited.
  request.setRawHeader("Accept-Encoding", "gzip");
  if (!form.isEmpty()) {
    request.setHeader(Request::ContentTypeHeader,
                      QByteArrayLiteral("application/x-www-form-urlencoded"));
  }
  return request;
}

std::optional<QByteArray> headerOf(const QNetworkReply& reply, const char* name) {
  if (!reply.hasRawHeader(name)) return std::nullopt;
  return reply.rawHeader(name);
}

}  // namespace

Exchange::Exchange(QNetworkAccessManager& manager, QNetworkRequest request, const QByteArray& form,
                   ExchangeLimits limits, Done done, QObject* parent)
    : QObject(parent), m_limits(limits), m_done(std::move(done)) {
  request = prepared(std::move(request), form);
  m_reply = form.isEmpty() ? manager.get(request) : manager.post(request, form);
  m_silence.setSingleShot(true);
  m_silence.start(m_limits.silence);
  const auto heard = [this] { m_silence.start(m_limits.silence); };
  connect(&m_silence, &QTimer::timeout, this, [this] {
    m_result.end = End::Silent;
    m_reply->abort();
  });
  connect(m_reply, &QNetworkReply::readyRead, this, &Exchange::takeBytes);
  connect(m_reply, &QNetworkReply::metaDataChanged, this, heard);
  connect(m_reply, &QNetworkReply::encrypted, this, heard);
  connect(m_reply, &QNetworkReply::uploadProgress, this, heard);
  connect(m_reply, &QNetworkReply::sslErrors, this, [this](const QList<QSslError>& errors) {
    for (const QSslError& error : errors) m_result.tlsErrors += error.errorString();
  });
  connect(m_reply, &QNetworkReply::finished, this, &Exchange::finish, Qt::QueuedConnection);
}

Exchange::~Exchange() {
  if (!m_reply) return;
  m_reply->disconnect(this);
  m_reply->abort();
  m_reply->deleteLater();
}

void Exchange::takeBytes() {
  if (!m_reply->isOpen()) return;  // aborted
  m_silence.start(m_limits.silence);
  const QByteArray piece = m_reply->readAll();
  m_result.received += piece.size();
  m_result.body += piece;
  if (m_result.received <= m_limits.largest || m_result.end != End::Answered) return;
  m_result.end = End::TooLarge;
  m_reply->abort();
}

void Exchange::finish() {
  m_silence.stop();
  takeBytes();
  ExchangeResult& result = m_result;
  result.status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
  result.phrase =
      m_reply->attribute(QNetworkRequest::HttpReasonPhraseAttribute).toString().left(80);
  result.contentType = m_reply->rawHeader("Content-Type");
  result.throttling = headerOf(*m_reply, "X-Throttling-Control");
  result.retryAfter = headerOf(*m_reply, "Retry-After");
  result.location = m_reply->rawHeader("Location");
  result.announced = m_reply->rawHeader("Content-Length").toLongLong();
  result.error = m_reply->error();
  result.errorText = m_reply->errorString();
  if (result.end == End::Answered) {
    const bool broken = result.error == QNetworkReply::RemoteHostClosedError ||
                        result.error == QNetworkReply::UnknownContentError;
    if (result.status == 0) {
      result.end = End::Failed;
    } else if ((broken && result.status < 400) || result.received < result.announced) {
      result.end = End::CutOff;
    }
  }
  if (result.end == End::Answered &&
      m_reply->rawHeader("Content-Encoding").trimmed().toLower() == "gzip") {
    auto plain = unpacked(result.body, m_limits.largest);
    if (!plain) {
      result.end = plain.error() == UnpackFailure::TooLarge ? End::TooLarge : End::CutOff;
    }
    result.body = plain.value_or(QByteArray());
  }
  const Done done = std::move(m_done);
  const ExchangeResult ended = std::move(m_result);
  done(ended);  // may destroy this
}

}  // namespace molloquy::pubchem
