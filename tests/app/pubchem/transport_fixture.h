#pragma once

#include <QEventLoop>
#include <QTimer>
#include <memory>
#include <optional>

#include "app/pubchem/clock.h"
#include "app/pubchem/transport.h"
#include "tests/support/pubchem_server.h"

namespace molloquy::pubchem {

/// A clock that stands still, and jumps ahead when somebody waits.
class JumpingClock : public Clock {
 public:
  Moment now() const override { return Moment{} + std::chrono::hours{1} + m_gone; }
  QDateTime date() const override {
    return QDateTime(QDate(2030, 1, 1), QTime(12, 0), Qt::UTC).addMSecs(m_gone.count());
  }
  void callAfter(std::chrono::milliseconds delay, QObject* context,
                 std::function<void()> then) override {
    const auto due = m_gone + delay;
    QTimer::singleShot(0, context, [this, due, then = std::move(then)] {
      m_gone = std::max(m_gone, due);
      then();
    });
  }
  void advance(std::chrono::milliseconds by) { m_gone += by; }
  [[nodiscard]] std::chrono::milliseconds gone() const { return m_gone; }

 private:
  std::chrono::milliseconds m_gone{0};
};

inline NetworkRequest get(const QString& path, const QString& reason = QStringLiteral("a test")) {
  NetworkRequest request;
  request.path = path;
  request.reason = reason;
  return request;
}

/// Runs the event loop until `done`; false after long enough for a machine that is busy.
template <class Done>
bool runUntil(Done done) {
  QEventLoop loop;
  QTimer guard;
  guard.setSingleShot(true);
  guard.start(20'000);
  while (!done() && guard.isActive()) loop.processEvents(QEventLoop::WaitForMoreEvents);
  return done();
}

/// The answer to one request.
inline Outcome ask(Transport& transport, const NetworkRequest& request) {
  std::optional<Outcome> answer;
  transport.send(request, [&](const Outcome& outcome) { answer = outcome; });
  if (runUntil([&] { return answer.has_value(); })) return *answer;
  NetworkFailure failure;
  failure.sentence = QStringLiteral("no answer in twenty seconds");
  failure.kind = FailureKind::Cancelled;
  return tl::unexpected(failure);
}

inline FailureKind kindOf(const Outcome& outcome) {
  return outcome ? FailureKind::Cancelled : outcome.error().kind;
}

/// A transport and the server it asks; waiting takes no time.
struct ServedTransport {
  std::unique_ptr<test::PubChemServer> server = std::make_unique<test::PubChemServer>();
  std::shared_ptr<JumpingClock> clock = std::make_shared<JumpingClock>();
  std::unique_ptr<Transport> transport;

  void make(TransportOptions options) {
    options.base = server->base();
    options.clock = clock;
    options.userAgent = "Molloquy/test";
    transport = std::make_unique<Transport>(options);
  }
};

}  // namespace molloquy::pubchem
