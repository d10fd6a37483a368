#include <QTest>

#include "app/pubchem/retry_rules.h"
#include "app/pubchem/throttle.h"

using namespace molloquy::pubchem;
using std::chrono::milliseconds;

Q_DECLARE_METATYPE(ThrottleState)

namespace {

using Moment = Throttle::Moment;
constexpr Moment kStart = Moment{} + std::chrono::hours{10};

Moment at(qint64 ms) { return kStart + milliseconds{ms}; }

qint64 waitOf(const Throttle& throttle, qint64 now) {
  return std::chrono::duration_cast<milliseconds>(throttle.readyAt(at(now)) - at(now)).count();
}

ThrottleReport light(ThrottleState state, bool blocked = false) { return {state, blocked}; }

/// Sends as fast as it may for a while. returns how many were sent.
int sendAll(Throttle& throttle, qint64 from, qint64 until, milliseconds ran = milliseconds{0}) {
  int count = 0;
  for (qint64 now = from; now < until; ++count) {
    now += waitOf(throttle, now);
    if (now >= until) break;
    throttle.sent(at(now));
    throttle.ended(at(now), ran);
  }
  return count;
}

}  // namespace

/// The rules of sending, told the time.
class ThrottleTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void lightsAreRead_data() {
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<ThrottleState>("worst");
    QTest::addColumn<bool>("blocked");
    const QByteArray usual =
        "Request Count status: Green (0%), Request Time status: Green (0%), Service status: Green "
        "(20%)";
    QTest::newRow("all green") << usual << ThrottleState::Green << false;
    QTest::newRow("the worst counts")
        << QByteArray(usual).replace("Time status: Green", "Time status: Red") << ThrottleState::Red
        << false;
    QTest::newRow("a yellow service") << QByteArray(usual).replace("Green (20%)", "Yellow (60%)")
                                      << ThrottleState::Yellow << false;
    QTest::newRow("a black count blocks")
        << QByteArray(usual).replace("Count status: Green", "Count status: Black")
        << ThrottleState::Black << true;
    QTest::newRow("a black service is only waited for")
        << QByteArray(usual).replace("Green (20%)", "Black (100%)") << ThrottleState::Red << false;
    QTest::newRow("further words are passed over")
        << usual + ", too many requests per second or blacklisted" << ThrottleState::Green << false;
    QTest::newRow("small letters and no blanks")
        << QByteArray("request count status:yellow(55%)") << ThrottleState::Yellow << false;
  }
  void lightsAreRead() {
    QFETCH(QByteArray, header);
    QFETCH(ThrottleState, worst);
    QFETCH(bool, blocked);
    const auto report = parseThrottlingControl(header);
    QVERIFY(report);
    QCOMPARE(report->worst, worst);
    QCOMPARE(report->blocked, blocked);
  }

  void otherHeadersHaveNoLights_data() {
    QTest::addColumn<QByteArray>("header");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("an unknown colour") << QByteArray("Request Count status: Purple (0%)");
    QTest::newRow("bytes") << QByteArray("\xff\x00\xfe status", 10);
    QTest::newRow("a very long one") << QByteArray(1 << 20, 'a');
  }
  void otherHeadersHaveNoLights() {
    QFETCH(QByteArray, header);
    QVERIFY(!parseThrottlingControl(header));
  }

  void fourGoInASecond() {
    Throttle throttle;
    for (int i = 0; i < 4; ++i) {
      QCOMPARE(waitOf(throttle, i * 10), 0);
      throttle.sent(at(i * 10));
    }
    QCOMPARE(waitOf(throttle, 40), 960);
    QCOMPARE(waitOf(throttle, 1000), 0);
    throttle.sent(at(1000));
    QCOMPARE(waitOf(throttle, 1000), 10);
  }

  void noMoreThanTheMinuteAllows() {
    ThrottleLimits limits;
    limits.perMinute = 100;
    Throttle throttle(limits);
    QCOMPARE(sendAll(throttle, 0, 60'000), 100);
    QCOMPARE(sendAll(throttle, 60'000, 120'000), 100);
    Throttle usual;
    QCOMPARE(sendAll(usual, 0, 60'000), 240);
  }

  void theServersTimeIsCounted() {
    Throttle throttle;
    // 25 s each: 12 of them are the 300 s of a minute.
    QCOMPARE(sendAll(throttle, 0, 59'000, milliseconds{25'000}), 12);
    QVERIFY(waitOf(throttle, 59'000) > 0);
    QCOMPARE(waitOf(throttle, 62'500), 0);
  }

  void yellowIsOneASecond() {
    Throttle throttle;
    throttle.heard(light(ThrottleState::Yellow), at(0));
    QCOMPARE(sendAll(throttle, 0, 10'000), 10);
    throttle.heard(light(ThrottleState::Green), at(10'000));
    QCOMPARE(sendAll(throttle, 12'000, 13'000), 4);
  }

  void anOldYellowIsForgotten() {
    Throttle throttle;
    throttle.heard(light(ThrottleState::Yellow), at(0));
    QCOMPARE(throttle.state(at(59'999)), ThrottleState::Yellow);
    QCOMPARE(throttle.state(at(60'000)), ThrottleState::Unknown);
  }

  void redIsProbedMoreAndMoreSlowly() {
    Throttle throttle;
    throttle.heard(light(ThrottleState::Red), at(0));
    qint64 now = 0;
    QList<qint64> waits;
    for (int i = 0; i < 7; ++i) {
      waits += waitOf(throttle, now);
      now += waits.back();
      throttle.sent(at(now));
      throttle.heard(light(ThrottleState::Red), at(now));
    }
    QCOMPARE(waits, QList<qint64>({5'000, 10'000, 20'000, 40'000, 60'000, 60'000, 60'000}));
    throttle.heard(light(ThrottleState::Green), at(now));
    QVERIFY(waitOf(throttle, now) <= 1'000);
    // Another red begins with the first pause again.
    throttle.heard(light(ThrottleState::Red), at(now));
    QCOMPARE(waitOf(throttle, now), 5'000);
  }

  void blackDoublesItsWait() {
    Throttle throttle;
    qint64 now = 0;
    QList<qint64> waits;
    for (int i = 0; i < 7; ++i) {
      throttle.heard(light(ThrottleState::Black, true), at(now));
      const auto until = throttle.blockedUntil(at(now));
      QVERIFY(until);
      waits += std::chrono::duration_cast<milliseconds>(*until - at(now)).count() / 1000;
      now += waits.back() * 1000;
      QVERIFY(!throttle.blockedUntil(at(now)));
    }
    QCOMPARE(waits, QList<qint64>({60, 120, 240, 480, 960, 1800, 1800}));
  }

  void aReplyWithoutLightsChangesNothingAtFirst() {
    Throttle throttle;
    throttle.heard(light(ThrottleState::Red), at(0));
    throttle.heard(std::nullopt, at(5'000));
    QCOMPARE(throttle.state(at(5'000)), ThrottleState::Red);
    throttle.heard(std::nullopt, at(60'000));
    QCOMPARE(throttle.state(at(60'000)), ThrottleState::Unknown);
    QCOMPARE(waitOf(throttle, 60'000), 0);
  }

  void aPauseIsKept() {
    Throttle throttle;
    throttle.pauseUntil(at(7'000));
    throttle.pauseUntil(at(3'000));  // a shorter one does not take it back
    QCOMPARE(waitOf(throttle, 0), 7'000);
    QCOMPARE(waitOf(throttle, 7'000), 0);
  }

  void retryAfterIsRead_data() {
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<qint64>("expected");  // milliseconds; -1: cannot be read
    QTest::newRow("seconds") << QByteArray("120") << qint64(120'000);
    QTest::newRow("nought") << QByteArray("0") << qint64(0);
    QTest::newRow("blanks around it") << QByteArray(" 7 ") << qint64(7'000);
    QTest::newRow("less than nought") << QByteArray("-5") << qint64(0);
    QTest::newRow("longer than a week") << QByteArray("99999999999") << qint64(604'800'000);
    QTest::newRow("a date") << QByteArray("Tue, 01 Jan 2030 12:00:30 GMT") << qint64(30'000);
    QTest::newRow("a date in the past") << QByteArray("Mon, 31 Dec 2029 12:00:30 GMT") << qint64(0);
    QTest::newRow("words") << QByteArray("soon") << qint64(-1);
    QTest::newRow("nothing") << QByteArray() << qint64(-1);
  }
  void retryAfterIsRead() {
    QFETCH(QByteArray, header);
    QFETCH(qint64, expected);
    const QDateTime now(QDate(2030, 1, 1), QTime(12, 0), Qt::UTC);
    const auto read = parseRetryAfter(header, now);
    QCOMPARE(read ? qint64(read->count()) : -1, expected);
  }

  void pausesGrowAndEnd_data() {
    QTest::addColumn<bool>("background");
    QTest::addColumn<QList<int>>("delays");  // in the middle of their spread
    QTest::newRow("a person waits three times") << false << QList<int>{1'000, 2'000, 4'000};
    QTest::newRow("background work waits six times")
        << true << QList<int>{2'000, 4'000, 8'000, 16'000, 32'000, 64'000};
  }
  void pausesGrowAndEnd() {
    QFETCH(bool, background);
    QFETCH(QList<int>, delays);
    RetryQuestion question;
    if (background) question.urgency = NetworkRequest::Urgency::Background;
    for (const int delay : delays) {
      question.chance = 0.5;
      QCOMPARE(retryDelay(question)->count(), delay);
      question.chance = 0;
      QCOMPARE(retryDelay(question)->count(), delay * 3 / 4);
      question.chance = 1;
      QCOMPARE(retryDelay(question)->count(), delay * 5 / 4);
      ++question.sentSoFar;
    }
    QVERIFY(!retryDelay(question));
  }

  void theServersWishIsKeptWithinPatience() {
    RetryQuestion question;
    question.retryAfter = milliseconds{30'000};
    QCOMPARE(retryDelay(question)->count(), 30'000);
    question.retryAfter = milliseconds{10};
    QCOMPARE(retryDelay(question)->count(), 1'000);
    question.retryAfter = milliseconds{61'000};
    QVERIFY(!retryDelay(question));
    question.urgency = NetworkRequest::Urgency::Background;
    QCOMPARE(retryDelay(question)->count(), 61'000);
  }
};

QTEST_GUILESS_MAIN(ThrottleTest)
#include "throttle_test.moc"
