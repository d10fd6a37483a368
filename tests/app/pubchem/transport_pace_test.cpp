#include <QSignalSpy>
#include <QTest>

#include "tests/app/pubchem/transport_fixture.h"

using namespace molloquy::pubchem;
using molloquy::test::HttpResponse;
using molloquy::test::PubChemServer;
using molloquy::test::Trouble;
using std::chrono::milliseconds;

Q_DECLARE_METATYPE(Trouble)

namespace {

const QString kGlucose = QStringLiteral("pug/compound/name/glucose/cids/JSON");

}  // namespace

/// How the transport waits: retries, pauses that the server asks for, its rules, who goes first.
class TransportPaceTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    m_served = ServedTransport();
    QVERIFY(m_served.server->base().isValid());
    m_served.make({});
  }
  void cleanup() { m_served.transport.reset(); }

  void aPassingTroubleIsSatOut_data() {
    QTest::addColumn<Trouble>("trouble");
    QTest::addColumn<int>("requests");
    QTest::newRow("busy, as JSON") << Trouble::BusyJson << 2;
    QTest::newRow("busy, as a page") << Trouble::BusyPage << 2;
    QTest::newRow("too many requests") << Trouble::TooMany << 2;
    QTest::newRow("cut off") << Trouble::CutOff << 2;
    QTest::newRow("reset: Qt itself tries again") << Trouble::Reset << 1;
    QTest::newRow("sent on within the server") << Trouble::RedirectSame << 2;
    QTest::newRow("no lights") << Trouble::NoThrottleHeader << 1;
    QTest::newRow("yellow") << Trouble::Yellow << 1;
    QTest::newRow("the wrong content type") << Trouble::WrongContentType << 1;
  }
  void aPassingTroubleIsSatOut() {
    QFETCH(Trouble, trouble);
    QFETCH(int, requests);
    m_served.server->misbehave(trouble, 1);
    const Outcome answer = ask(*m_served.transport, get(kGlucose));
    QVERIFY2(answer, qPrintable(answer ? QString() : answer.error().sentence));
    QVERIFY(answer->body.contains("5793"));
    QCOMPARE(answer->requests, requests);
  }

  void retryAfterIsKept() {
    m_served.server->misbehave(Trouble::BusyRetryAfter, 1);
    QSignalSpy waiting(m_served.transport.get(), &Transport::waitingUntil);
    const QDateTime asked = m_served.clock->date();
    QVERIFY(ask(*m_served.transport, get(kGlucose)));
    QVERIFY2(m_served.clock->gone() >= milliseconds{3000}, "three seconds were asked for");
    QVERIFY(m_served.clock->gone() < milliseconds{3100});
    QCOMPARE(waiting.size(), 2);
    QVERIFY(asked.msecsTo(waiting[0][0].toDateTime()) >= 3000);
    QVERIFY2(!waiting[1][0].toDateTime().isValid(), "the countdown has to end");
  }

  void aLongPauseIsToldInsteadOfWaitedFor() {
    HttpResponse busy;
    busy.status = 503;
    busy.headers = {{"Retry-After", "300"}};
    m_served.server->reply(busy);
    const Outcome first = ask(*m_served.transport, get(kGlucose));
    QVERIFY(!first);
    QCOMPARE(first.error().kind, FailureKind::Busy);
    QVERIFY(first.error().retryAfter == milliseconds{300'000});
    const Outcome second = ask(*m_served.transport, get(kGlucose));
    QVERIFY(!second);
    QVERIFY2(second.error().sentence.contains("pause of 5 min"),
             qPrintable(second.error().sentence));
    QCOMPARE(m_served.server->requests().size(), 1U);
    m_served.clock->advance(milliseconds{300'000});
    QVERIFY(ask(*m_served.transport, get(kGlucose)));
  }

  void aBlockIsKeptAndThenTriedAgain() {
    m_served.server->misbehave(Trouble::Black, 1);
    QVERIFY(!ask(*m_served.transport, get(kGlucose)));
    QCOMPARE(m_served.transport->throttle(), ThrottleState::Black);
    QCOMPARE(kindOf(ask(*m_served.transport, get(kGlucose))), FailureKind::Blocked);
    QCOMPARE(m_served.server->requests().size(), 1U);
    m_served.clock->advance(milliseconds{60'000});
    QVERIFY(ask(*m_served.transport, get(kGlucose)));
    QCOMPARE(m_served.transport->throttle(), ThrottleState::Green);
  }

  void redHoldsTheNextRequestBack() {
    m_served.server->misbehave(Trouble::Red, 2);
    QSignalSpy states(m_served.transport.get(), &Transport::throttleChanged);
    QVERIFY(ask(*m_served.transport, get(kGlucose)));
    QCOMPARE(m_served.clock->gone().count(), 0);
    QVERIFY(ask(*m_served.transport, get(kGlucose)));
    QVERIFY(m_served.clock->gone() >= milliseconds{5'000});
    QVERIFY(ask(*m_served.transport, get(kGlucose)));
    QVERIFY2(m_served.clock->gone() >= milliseconds{15'000}, "the second probe comes later");
    QCOMPARE(states.size(), 2);  // red, green
    const auto before = m_served.clock->gone();
    QVERIFY(ask(*m_served.transport, get(kGlucose)));
    QVERIFY(m_served.clock->gone() - before < milliseconds{2'000});
  }

  void atMostFourStartInASecond() {
    int answered = 0;
    for (int i = 0; i < 12; ++i) {
      m_served.transport->send(get(kGlucose),
                               [&](const Outcome& outcome) { answered += outcome ? 1 : 0; });
    }
    QVERIFY(runUntil([&] { return answered == 12; }));
    const std::vector<LedgerEntry> lines = m_served.transport->ledger();
    QCOMPARE(lines.size(), 12U);
    for (std::size_t i = 4; i < lines.size(); ++i) {
      QVERIFY2(lines[i - 4].at.msecsTo(lines[i].at) >= 1000, qPrintable(QString::number(i)));
    }
    QVERIFY(m_served.clock->gone() < milliseconds{2'100});
  }

  void personsGoBeforeBackgroundWork() {
    QStringList order;
    for (int i = 0; i < 8; ++i) {
      NetworkRequest request = get(kGlucose, QStringLiteral("background"));
      request.urgency = NetworkRequest::Urgency::Background;
      m_served.transport->send(request, [](const Outcome&) {});
    }
    int answered = 0;
    for (int i = 0; i < 2; ++i) {
      m_served.transport->send(get(kGlucose, QStringLiteral("person")),
                               [&](const Outcome&) { ++answered; });
    }
    QVERIFY(runUntil([&] { return answered == 2; }));
    for (const LedgerEntry& line : m_served.transport->ledger()) order += line.reason;
    // Two of the background are on their way when the persons come.
    QCOMPARE(order.mid(0, 4), QStringList({"background", "background", "person", "person"}));
  }

 private:
  ServedTransport m_served;
};

QTEST_GUILESS_MAIN(TransportPaceTest)
#include "transport_pace_test.moc"
