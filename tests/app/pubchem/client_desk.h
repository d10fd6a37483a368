#pragma once

#include <QCoreApplication>
#include <QTest>
#include <QTimer>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "app/pubchem/clock.h"
#include "app/pubchem/pubchem_client.h"
#include "tests/support/pubchem_server.h"

namespace molloquy::test {

using namespace molloquy::pubchem;

/// Time that passes as soon as somebody waits for it.
class HastyClock : public Clock {
 public:
  Moment now() const override { return m_now; }
  void callAfter(std::chrono::milliseconds delay, QObject* context,
                 std::function<void()> then) override {
    m_waited.push_back(delay);
    QTimer::singleShot(0, context, [this, delay, then = std::move(then)] {
      m_now += delay;
      then();
    });
  }
  [[nodiscard]] const std::vector<std::chrono::milliseconds>& waited() const { return m_waited; }

 private:
  Moment m_now = std::chrono::steady_clock::now();
  std::vector<std::chrono::milliseconds> m_waited;
};

/// Server, transport and client as the program has them, with time that does not wait.
struct ClientDesk {
  explicit ClientDesk(const std::filesystem::path& cacheFile = {}) {
    TransportOptions options;
    options.base = server.base();
    options.cacheFile = cacheFile;
    options.clock = clock;
    transport = std::make_unique<Transport>(options);
    client = std::make_unique<PubChemClient>(*transport, clock);
  }
  /// What a call answers; fails the test when it does not.
  template <class T, class Begin>
  tl::expected<T, NetworkFailure> answerOf(Begin begin) {
    std::optional<tl::expected<T, NetworkFailure>> answer;
    int answers = 0;
    begin([&](const tl::expected<T, NetworkFailure>& given) {
      answer = given;
      ++answers;
    });
    if (answers != 0) qFatal("answered before the call returned");
    if (!QTest::qWaitFor([&] { return answer.has_value(); }, 10'000)) qFatal("never answered");
    QCoreApplication::processEvents();
    if (answers != 1) qFatal("answered %d times", answers);
    return *answer;
  }
  auto find(const Lookup& lookup) {
    return answerOf<std::vector<CompoundSummary>>(
        [&](auto done) { return client->find(lookup, done); });
  }
  auto open(qint64 cid) {
    return answerOf<Compound>([&](auto done) { return client->open(cid, done); });
  }
  [[nodiscard]] QStringList targets() const {
    QStringList list;
    for (const HttpRequest& request : server.requests()) {
      list.append(QString::fromLatin1(request.method + ' ' + request.target));
    }
    return list;
  }

  PubChemServer server;
  std::shared_ptr<HastyClock> clock = std::make_shared<HastyClock>();
  std::unique_ptr<Transport> transport;
  std::unique_ptr<PubChemClient> client;
};

}  // namespace molloquy::test
