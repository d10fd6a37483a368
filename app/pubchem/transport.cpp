#include "app/pubchem/transport.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QPointer>
#include <map>

#include "app/pubchem/clock.h"

namespace molloquy::pubchem {

struct Transport::Private {
  struct Job {
    NetworkRequest request;
    std::function<void(const Outcome&)> done;
    QPointer<QNetworkReply> reply;
    LedgerEntry line;
  };
  TransportOptions options;
  QNetworkAccessManager* manager = nullptr;
  quint64 numbers = 0;
  std::map<quint64, Job> jobs;
  std::vector<LedgerEntry> lines;
};

Transport::Transport(TransportOptions options, QObject* parent)
    : QObject(parent), m_private(std::make_unique<Private>()) {
  m_private->options = std::move(options);
}

Transport::~Transport() = default;

quint64 Transport::send(const NetworkRequest& request, std::function<void(const Outcome&)> done) {
  if (!m_private->manager) m_private->manager = new QNetworkAccessManager(this);
  const quint64 number = ++m_private->numbers;
  Private::Job job{request, std::move(done), {}, {}};
  QNetworkRequest wire(
      QUrl(m_private->options.base.toString(QUrl::FullyEncoded) + u'/' + request.path));
  wire.setRawHeader("User-Agent", m_private->options.userAgent);
  job.line.number = number;
  job.line.at = QDateTime::currentDateTimeUtc();
  job.line.url = wire.url();
  job.line.reason = request.reason;
  job.line.method = request.form.isEmpty() ? QStringLiteral("GET") : QStringLiteral("POST");
  if (!request.form.isEmpty()) {
    wire.setHeader(QNetworkRequest::ContentTypeHeader,
                   QStringLiteral("application/x-www-form-urlencoded"));
  }
  job.reply = request.form.isEmpty() ? m_private->manager->get(wire)
                                     : m_private->manager->post(wire, request.form);
  QNetworkReply* reply = job.reply;
  m_private->jobs.emplace(number, std::move(job));
  connect(reply, &QNetworkReply::finished, this, [this, reply, number] {
    reply->deleteLater();
    const auto at = m_private->jobs.find(number);
    if (at == m_private->jobs.end()) return;
    const Private::Job finished = std::move(at->second);
    m_private->jobs.erase(at);
    LedgerEntry line = finished.line;
    line.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    NetworkReply answer;
    answer.body = reply->readAll();
    answer.status = line.status;
    answer.contentType = reply->header(QNetworkRequest::ContentTypeHeader).toByteArray();
    answer.requests = 1;
    line.bytesReceived = answer.body.size();
    line.outcome = QString::number(line.status);
    m_private->lines.push_back(line);
    Q_EMIT ledgerChanged(line);
    if (reply->error() == QNetworkReply::NoError) return finished.done(answer);
    NetworkFailure failure;
    failure.kind = line.status == 404   ? FailureKind::NotFound
                   : line.status == 400 ? FailureKind::BadRequest
                   : line.status == 503 ? FailureKind::Busy
                   : line.status == 0   ? FailureKind::NoNetwork
                                        : FailureKind::ServerError;
    failure.sentence = tr("PubChem did not answer: %1.").arg(reply->errorString());
    failure.detail = QString::fromUtf8(answer.body.left(2000));
    finished.done(tl::unexpected(failure));
  });
  return number;
}

void Transport::cancel(quint64 number) {
  const auto at = m_private->jobs.find(number);
  if (at == m_private->jobs.end()) return;
  const Private::Job job = std::move(at->second);
  m_private->jobs.erase(at);
  if (job.reply) job.reply->abort();
  NetworkFailure failure;
  failure.kind = FailureKind::Cancelled;
  failure.sentence = tr("Cancelled.");
  QMetaObject::invokeMethod(
      this, [done = job.done, failure] { done(tl::unexpected(failure)); }, Qt::QueuedConnection);
}

void Transport::setMode(TransportOptions::Mode mode) { m_private->options.mode = mode; }
TransportOptions::Mode Transport::mode() const { return m_private->options.mode; }
void Transport::setBase(const QUrl& base) { m_private->options.base = base; }
ThrottleState Transport::throttle() const { return ThrottleState::Unknown; }
qint64 Transport::cacheBytesUsed() const { return 0; }
void Transport::setCacheLimit(qint64 bytes) { m_private->options.cacheBytes = bytes; }
void Transport::clearCache() {}
std::vector<LedgerEntry> Transport::ledger() const { return m_private->lines; }
void Transport::clearLedger() { m_private->lines.clear(); }

}  // namespace molloquy::pubchem
