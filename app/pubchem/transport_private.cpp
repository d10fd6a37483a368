#include "app/pubchem/transport_private.h"

#include <QNetworkProxy>
#include <QRandomGenerator>

#include "app/pubchem/retry_rules.h"

namespace molloquy::pubchem {

namespace {

using std::chrono::milliseconds;
using Mode = TransportOptions::Mode;

constexpr std::size_t kMostRunning = 4;
constexpr std::size_t kMostBackground = 2;
constexpr int kMostRedirects = 3;
constexpr milliseconds kWorthTelling{1'000};
/// A person is told of a longer pause that the server asks for instead of waiting for it.
constexpr milliseconds kLongestPause{60'000};
/// What a server asks for beyond that is not believed.
constexpr milliseconds kBelievedPause{3'600'000};

milliseconds since(Clock::Moment begin, Clock::Moment end) {
  return std::chrono::duration_cast<milliseconds>(end - begin);
}

bool isLoopback(const QString& host) {
  return host == u"localhost" || QHostAddress(host).isLoopback();
}

/// The system's proxies, but none to this machine itself.
class SystemProxies : public QNetworkProxyFactory {
 public:
  QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery& query) override {
    if (isLoopback(query.peerHostName())) return {QNetworkProxy(QNetworkProxy::NoProxy)};
    return systemProxyForQuery(query);
  }
};

/// Redirects may not leave the server, nor the safe connection.
bool mayFollow(const QUrl& from, const QUrl& to) {
  if (from.host() != to.host()) return false;
  if (from.scheme() == to.scheme()) return from.port() == to.port();
  return from.scheme() == u"http" && to.scheme() == u"https";
}

bool standsIn(FailureKind kind) {
  switch (kind) {
    case FailureKind::BadRequest:
    case FailureKind::NotFound:
    case FailureKind::NotAllowed:
    case FailureKind::Unimplemented:
    case FailureKind::Cancelled:
    case FailureKind::TooLarge:
      return false;
    default:
      return true;
  }
}

/// "host:port" of the proxy on the way; empty = none.
QString proxyOf(const QUrl& url) {
  const QNetworkProxy first = SystemProxies().queryProxy(QNetworkProxyQuery(url)).value(0);
  if (first.hostName().isEmpty()) return {};
  return QStringLiteral("%1:%2").arg(first.hostName()).arg(first.port());
}

/// Without a place for the cache the ledger ends with the program, too.
std::filesystem::path ledgerFileOf(const TransportOptions& options) {
  if (!options.ledgerFile.empty() || options.cacheFile.empty()) return options.ledgerFile;
  std::filesystem::path beside = options.cacheFile;
  beside.replace_filename(options.cacheFile.stem().string() + "-ledger" +
                          options.cacheFile.extension().string());
  return beside;
}

}  // namespace

Transport::Private::Private(Transport& transport, TransportOptions given)
    : q(transport),
      options(std::move(given)),
      clock(options.clock ? options.clock : std::make_shared<Clock>()),
      cache(options.cacheFile, options.cacheBytes, [this](const QString& words) { note(words); }),
      ledger(ledgerFileOf(options)) {
  if (options.userAgent.isEmpty()) options.userAgent = "Molloquy";
}

void Transport::Private::start(Job job) {
  job.url = urlOf(job.request.path);
  const bool online = options.mode == Mode::Online;
  if (!online || job.request.cache == NetworkRequest::Cache::Use) {
    if (const auto found = saved(job, online ? Age::Fresh : Age::Any)) return deliver(job, *found);
  }
  if (options.mode == Mode::Offline) return refuse(std::move(job), offlineFailure());
  if (options.mode == Mode::Off) return refuse(std::move(job), switchedOffFailure());
  const QString scheme = job.url.scheme();
  if (!job.url.isValid() || job.url.host().isEmpty() || (scheme != u"https" && scheme != u"http")) {
    return refuse(std::move(job), badBaseFailure(options.base));
  }
  queue.push(std::move(job));
  pump();
}

RequestQueue::Background Transport::Private::background() const {
  std::size_t count = 0;
  for (const auto& [number, run] : running) {
    if (run.job.request.urgency == NetworkRequest::Urgency::Background) ++count;
  }
  return count < kMostBackground ? RequestQueue::Background::Allowed
                                 : RequestQueue::Background::Held;
}

void Transport::Private::pump() {
  while (running.size() < kMostRunning) {
    const Clock::Moment now = clock->now();
    if (!turnAway(now)) return;
    const auto due = queue.nextAt(background());
    if (!due) break;
    const Clock::Moment ready = std::max(*due, throttle.readyAt(now));
    if (ready > now) {
      tellWaiting(ready);
      return wakeAt(ready);
    }
    auto job = queue.take(now, background());
    if (!job) break;
    putOnWire(std::move(*job));
  }
  tellWaiting(std::nullopt);
}

bool Transport::Private::turnAway(Clock::Moment now) {
  const auto blocked = throttle.blockedUntil(now);
  const milliseconds pause = since(now, throttle.pausedUntil());
  if (!blocked && pause <= kLongestPause) return true;
  const NetworkFailure failure =
      blocked ? blockedFailure(since(now, *blocked)) : pauseFailure(pause);
  const QPointer<Transport> alive(&q);
  for (Job& job : queue.takeAll()) {
    if (!blocked && job.request.urgency == NetworkRequest::Urgency::Background) {
      queue.push(std::move(job));  // it has the time
      continue;
    }
    giveUp(std::move(job), failure);
    if (!alive) return false;
  }
  return true;
}

void Transport::Private::putOnWire(Job job) {
  if (manager == nullptr) {
    manager = new QNetworkAccessManager(&q);
    manager->setProxyFactory(new SystemProxies);  // the manager owns it
  }
  const quint64 number = job.number;
  QNetworkRequest wire(job.url);
  wire.setRawHeader("User-Agent", options.userAgent);
  Running run;
  run.sentAt = clock->now();
  run.line.at = clock->date();
  run.line.method = job.form.isEmpty() ? QStringLiteral("GET") : QStringLiteral("POST");
  run.line.url = job.url;
  run.line.reason = job.request.reason;
  run.line.bytesSent = job.url.toEncoded().size() + job.form.size();
  run.line.outcome = waitingOutcome();
  ++job.requests;
  ++job.tries;
  throttle.sent(run.sentAt);
  ledger.begin(run.line);
  const LedgerEntry line = run.line;
  run.exchange = new Exchange(
      *manager, wire, job.form, {options.silence, options.largestReply},
      [this, number](const ExchangeResult& result) { ended(number, result); }, &q);
  run.job = std::move(job);
  running.emplace(number, std::move(run));
  Q_EMIT q.ledgerChanged(line);
}

void Transport::Private::ended(quint64 number, const ExchangeResult& result) {
  auto taken = running.extract(number);
  if (taken.empty()) return;
  Running run = std::move(taken.mapped());
  run.exchange->deleteLater();
  const Clock::Moment now = clock->now();
  throttle.ended(now, since(run.sentAt, now));
  if (result.status != 0) {
    throttle.heard(result.throttling ? parseThrottlingControl(*result.throttling) : std::nullopt,
                   now);
  }
  tellState();
  run.line.status = result.status;
  run.line.bytesReceived = result.received;
  const QPointer<Transport> alive(&q);
  judge(run, result);
  if (alive) pump();
}

void Transport::Private::judge(Running& run, const ExchangeResult& result) {
  const int status = result.status;
  if (result.end == ExchangeResult::End::Answered && status >= 300 && status < 400 &&
      !result.location.isEmpty()) {
    return follow(run, result.location);
  }
  AskedFor asked = askedFor(run.job);
  if (result.error != QNetworkReply::NoError) asked.proxy = proxyOf(run.job.url);
  if (auto verdict = judged(result, asked)) {
    return failed(run, result, std::move(*verdict));
  }
  close(run.line, run.sentAt,
        status == 202 ? tr("202, still searching")
                      : QStringLiteral("%1 %2").arg(status).arg(result.phrase).trimmed());
  keep(run.job, result);
  NetworkReply reply;
  reply.body = result.body;
  reply.status = status;
  reply.contentType = result.contentType;
  reply.requests = run.job.requests;
  deliver(run.job, reply);
}

void Transport::Private::follow(Running& run, const QByteArray& location) {
  const QUrl to = run.job.url.resolved(QUrl::fromEncoded(location));
  close(run.line, run.sentAt,
        tr("%1, sent on to %2").arg(run.line.status).arg(to.toString(QUrl::RemoveUserInfo)));
  if (!mayFollow(run.job.url, to) || ++run.job.redirects > kMostRedirects) {
    return giveUp(std::move(run.job), redirectFailure(run.job.url, to));
  }
  run.job.url = to;
  run.job.tries = 0;
  if (run.line.status == 303) run.job.form.clear();
  queue.putBack(std::move(run.job));
}

void Transport::Private::failed(Running& run, const ExchangeResult& result, Verdict verdict) {
  NetworkFailure& failure = verdict.failure;
  const Clock::Moment now = clock->now();
  if (result.retryAfter) failure.retryAfter = parseRetryAfter(*result.retryAfter, clock->date());
  const auto blocked = throttle.blockedUntil(now);
  if (blocked && failure.kind == FailureKind::Busy) failure = blockedFailure(since(now, *blocked));
  if (failure.retryAfter && !blocked) {
    throttle.pauseUntil(now + std::min(*failure.retryAfter, kBelievedPause));
  }
  std::optional<milliseconds> delay;
  const bool again = verdict.again == Verdict::Again::Later ||
                     (verdict.again == Verdict::Again::Once && run.job.tries == 1);
  if (again && !blocked) {
    delay = retryDelay({run.job.tries, run.job.request.urgency, failure.retryAfter,
                        QRandomGenerator::global()->generateDouble()});
  }
  QString outcome = failure.detail.isEmpty() ? failure.sentence : failure.detail;
  if (run.line.status != 0 && !outcome.startsWith(QString::number(run.line.status))) {
    outcome = QStringLiteral("%1, %2").arg(run.line.status).arg(outcome);
  }
  if (!delay) {
    close(run.line, run.sentAt, outcome);
    if (failure.kind == FailureKind::NotFound) keep(run.job, result);
    return giveUp(std::move(run.job), failure);
  }
  const QString seconds = QString::number(static_cast<double>(delay->count()) / 1000, 'f', 1);
  close(run.line, run.sentAt, tr("%1; sent again after %2 s").arg(outcome, seconds));
  run.job.notBefore = now + *delay;
  queue.putBack(std::move(run.job));
}

void Transport::Private::giveUp(Job job, const NetworkFailure& failure) {
  if (job.request.cache == NetworkRequest::Cache::Use && standsIn(failure.kind)) {
    const auto old = saved(job, Age::Any);
    if (old && *old) return deliver(job, *old);
  }
  deliver(job, tl::unexpected(failure));
}

void Transport::Private::refuse(Job job, const NetworkFailure& failure) {
  LedgerEntry line;
  line.at = clock->date();
  line.method = job.form.isEmpty() ? QStringLiteral("GET") : QStringLiteral("POST");
  line.url = job.url;
  line.reason = job.request.reason;
  line.outcome = failure.kind == FailureKind::Offline       ? tr("not sent: offline")
                 : failure.kind == FailureKind::SwitchedOff ? tr("not sent: the network is off")
                                                            : tr("not sent: the address is wrong");
  ledger.begin(line);
  const QPointer<Transport> alive(&q);
  Q_EMIT q.ledgerChanged(line);
  if (alive) deliver(job, tl::unexpected(failure));
}

void Transport::Private::deliver(const Job& job, const Outcome& outcome) {
  if (job.done) job.done(outcome);
}

void Transport::Private::deliverLater(Job job, const NetworkFailure& failure) {
  QMetaObject::invokeMethod(
      &q,
      [done = std::move(job.done), failure] {
        if (done) done(tl::unexpected(failure));
      },
      Qt::QueuedConnection);
}

Job Transport::Private::stopped(quint64 number, const QString& outcome) {
  Running run = std::move(running.extract(number).mapped());
  run.line.bytesReceived = run.exchange->received();
  delete run.exchange;
  const Clock::Moment now = clock->now();
  throttle.ended(now, since(run.sentAt, now));
  close(run.line, run.sentAt, outcome);
  return std::move(run.job);
}

void Transport::Private::endAll(const NetworkFailure& failure) {
  for (Job& job : queue.takeAll()) deliverLater(std::move(job), failure);
  while (!running.empty()) {
    deliverLater(stopped(running.begin()->first, tr("ended: the network was left")), failure);
  }
  tellWaiting(std::nullopt);
}

AskedFor Transport::Private::askedFor(const Job& job) const {
  return {job.url, job.form, {}, {options.silence, options.largestReply}};
}

void Transport::Private::close(LedgerEntry& line, Clock::Moment sentAt, const QString& outcome) {
  line.milliseconds = since(sentAt, clock->now()).count();
  line.outcome = outcome;
  ledger.update(line);
  Q_EMIT q.ledgerChanged(line);
}

void Transport::Private::note(const QString& words) {
  LedgerEntry line;
  line.at = clock->date();
  line.outcome = words;
  ledger.begin(line);
  Q_EMIT q.ledgerChanged(line);
}

void Transport::Private::tellState() {
  const ThrottleState state = throttle.state(clock->now());
  if (std::exchange(toldState, state) != state) Q_EMIT q.throttleChanged(state);
}

void Transport::Private::tellWaiting(std::optional<Clock::Moment> until) {
  const Clock::Moment now = clock->now();
  if (until && *until - now <= kWorthTelling) until.reset();
  if (until == toldWaiting) return;
  toldWaiting = until;
  Q_EMIT q.waitingUntil(until ? clock->date().addMSecs(since(now, *until).count()) : QDateTime());
}

void Transport::Private::wakeAt(Clock::Moment moment) {
  if (wake && *wake <= moment) return;
  wake = moment;
  // Rounded up: a wake a moment too early would only ask for another one.
  const milliseconds delay = since(clock->now(), moment) + milliseconds{1};
  clock->callAfter(delay, &q, [this, moment] {
    if (wake == moment) wake.reset();
    pump();
  });
}

}  // namespace molloquy::pubchem
