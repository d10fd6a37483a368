#pragma once

#include <QNetworkAccessManager>
#include <map>

#include "app/pubchem/exchange.h"
#include "app/pubchem/network_ledger.h"
#include "app/pubchem/reply_verdict.h"
#include "app/pubchem/request_queue.h"
#include "app/pubchem/response_cache.h"
#include "app/pubchem/throttle.h"
#include "app/pubchem/transport.h"

namespace molloquy::pubchem {

/// The way of a job: accept -> (cache | refusal | queue) -> put on the wire -> judged -> (answer |
/// back into the queue).
struct Transport::Private {
  Private(Transport& transport, TransportOptions given);

  /// A job on the wire.
  struct Running {
    Job job;
    Exchange* exchange = nullptr;
    LedgerEntry line;
    Clock::Moment sentAt{};
  };
  enum class Age { Fresh, Any };

  void start(Job job);
  void pump();
  /// Tells what cannot be waited for: PubChem blocks us, or asks for a long pause. false: a caller
  /// has destroyed the transport.
  bool turnAway(Clock::Moment now);
  void putOnWire(Job job);
  void ended(quint64 number, const ExchangeResult& result);
  void judge(Running& run, const ExchangeResult& result);
  void follow(Running& run, const QByteArray& location);
  void failed(Running& run, const ExchangeResult& result, Verdict verdict);
  /// A failure that another answer may stand in for: an old reply of the cache.
  void giveUp(Job job, const NetworkFailure& failure);
  /// Not sent at all: a line of the ledger says so.
  void refuse(Job job, const NetworkFailure& failure);
  void deliver(const Job& job, const Outcome& outcome);
  void deliverLater(Job job, const NetworkFailure& failure);
  void endAll(const NetworkFailure& failure);
  /// Takes a running job off the wire.
  Job stopped(quint64 number, const QString& outcome);

  [[nodiscard]] QUrl urlOf(const QString& path) const;
  [[nodiscard]] CacheKey keyOf(const NetworkRequest& request, bool keeping) const;
  std::optional<Outcome> saved(const Job& job, Age age);
  void keep(const Job& job, const ExchangeResult& result);
  [[nodiscard]] AskedFor askedFor(const Job& job) const;
  void close(LedgerEntry& line, Clock::Moment sentAt, const QString& outcome);
  void note(const QString& words);
  void tellState();
  void tellWaiting(std::optional<Clock::Moment> until);
  void wakeAt(Clock::Moment moment);
  [[nodiscard]] RequestQueue::Background background() const;

  Transport& q;
  TransportOptions options;
  std::shared_ptr<Clock> clock;
  QNetworkAccessManager* manager = nullptr;  ///< made with the first request.
  Throttle throttle;
  RequestQueue queue;
  ResponseCache cache;
  NetworkLedger ledger;
  std::map<quint64, Job> accepted;  ///< not yet looked at.
  std::map<quint64, Running> running;
  quint64 numbers = 0;
  ThrottleState toldState = ThrottleState::Unknown;
  std::optional<Clock::Moment> toldWaiting, wake;
};

}  // namespace molloquy::pubchem
