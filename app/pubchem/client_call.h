#pragma once

#include <QObject>
#include <chrono>
#include <functional>
#include <optional>
#include <set>

#include "app/pubchem/clock.h"
#include "app/pubchem/transport.h"

namespace molloquy::pubchem {

/// One call of PubChemClient while it runs: the requests that it sends, and the guarantee that it
/// ends once. Whatever was still asked when it ends is cancelled.
class ClientCall : public QObject {
  Q_OBJECT

 public:
  /// refuse  how the asker is told of a failure.
  ClientCall(Transport& transport, Clock& clock, quint64 number,
             std::function<void(const NetworkFailure&)> refuse, QObject* parent);
  ~ClientCall() override;

  [[nodiscard]] quint64 number() const { return m_number; }

  /// Every request of the call asks the server anew instead of taking what was kept.
  void askAnew() { m_cache = NetworkRequest::Cache::Refresh; }
  /// `then` is not called when the call has ended before.
  void send(const NetworkRequest& request, std::function<void(const Outcome&)> then);
  /// As send(), but not called when the call has ended before the delay is over.
  void after(std::chrono::milliseconds delay, std::function<void()> then);
  /// What is being done, for the person.
  void tell(const QString& doing) { Q_EMIT progressed(m_number, doing); }

  /// Cancels what is still asked. false when it had ended already: the asker knows then.
  bool end();
  /// Ends it and tells the asker, at once or from the event loop.
  void fail(const NetworkFailure& failure);
  void failLater(const NetworkFailure& failure);

  /// Sent for it so far, replies and refusals of the server alike.
  [[nodiscard]] int requests() const { return m_requests; }
  /// Age of its oldest part that came from the cache.
  [[nodiscard]] const std::optional<QDateTime>& cachedAt() const { return m_cachedAt; }

 Q_SIGNALS:
  void progressed(quint64 number, const QString& doing);
  void ended(quint64 number);

 private:
  void count(const Outcome& outcome);

  Transport& m_transport;
  Clock& m_clock;
  quint64 m_number;
  std::function<void(const NetworkFailure&)> m_refuse;
  std::set<quint64> m_sent;  ///< numbers of the transport that have not been answered.
  NetworkRequest::Cache m_cache = NetworkRequest::Cache::Use;
  bool m_ended = false;
  int m_requests = 0;
  std::optional<QDateTime> m_cachedAt;
};

}  // namespace molloquy::pubchem
