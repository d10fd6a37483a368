#include <QTemporaryDir>
#include <QtTest>

#include "model/chem/structure_reader.h"
#include "tests/app/pubchem/client_desk.h"

using namespace molloquy::pubchem;
using molloquy::test::Trouble;
using Desk = molloquy::test::ClientDesk;

Q_DECLARE_METATYPE(FailureKind)
Q_DECLARE_METATYPE(Trouble)

/// What the client makes of bad answers, of none, and of calls that end early.
class PubChemTroublesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  /// Every trouble on the record itself: what the entry becomes.
  void recordInTrouble_data() {
    QTest::addColumn<Trouble>("trouble");
    QTest::addColumn<bool>("opens");
    QTest::addColumn<bool>("threeD");
    QTest::addColumn<FailureKind>("failure");
    const auto opens = [](const char* name, Trouble trouble, bool threeD) {
      QTest::newRow(name) << trouble << true << threeD << FailureKind::Cancelled;
    };
    const auto fails = [](const char* name, Trouble trouble, FailureKind failure) {
      QTest::newRow(name) << trouble << false << false << failure;
    };
    opens("2D where 3D was asked", Trouble::FlatRecord, false);
    opens("no throttling header", Trouble::NoThrottleHeader, true);
    opens("called text/plain", Trouble::WrongContentType, true);
    opens("404 as XML leads to the drawing", Trouble::XmlFault, false);
    fails("a truncated SD text", Trouble::CutRecord, FailureKind::Truncated);
    fails("a page with status 200", Trouble::LoginPage, FailureKind::ErrorPage);
    fails("405", Trouble::NotAllowed, FailureKind::NotAllowed);
    fails("501", Trouble::Unimplemented, FailureKind::Unimplemented);
    fails("blocked", Trouble::Black, FailureKind::Blocked);
  }
  void recordInTrouble() {
    QFETCH(Trouble, trouble);
    QFETCH(bool, opens);
    Desk desk;
    desk.server.misbehave(trouble, 100, "record_type=3d");
    const auto opened = desk.open(2244);
    QCOMPARE(opened.has_value(), opens);
    if (opens) {
      QTEST(opened->from3dRecord, "threeD");
      QCOMPARE(opened->summary.title, QStringLiteral("Aspirin"));
    } else {
      QTEST(opened.error().kind, "failure");
      QVERIFY(opened.error().sentence.endsWith(u'.'));
    }
  }

  /// 503 and 500 pass: the transport asks again.
  void busyServerIsAskedAgain_data() {
    QTest::addColumn<Trouble>("trouble");
    QTest::newRow("503 as JSON") << Trouble::BusyJson;
    QTest::newRow("503 as a page") << Trouble::BusyPage;
    QTest::newRow("429") << Trouble::TooMany;
    QTest::newRow("a connection that breaks") << Trouble::Reset;
  }
  void busyServerIsAskedAgain() {
    QFETCH(Trouble, trouble);
    Desk desk;
    desk.server.misbehave(trouble, 1, "record_type=3d");
    const auto opened = desk.open(2244);
    QVERIFY2(opened.has_value(), qPrintable(opened ? QString() : opened.error().sentence));
    QVERIFY(opened->from3dRecord);
  }

  void whatIsMissingBesideTheRecordIsTold_data() {
    QTest::addColumn<QByteArray>("where");
    QTest::addColumn<QString>("what");
    QTest::newRow("no descriptions") << QByteArray("/description/") << "Descriptions";
    QTest::newRow("no values") << QByteArray("/property/") << "Computed values";
    QTest::newRow("no names") << QByteArray("/synonyms/") << "Names";
    QTest::newRow("no conformers") << QByteArray("/conformers/") << "Conformers";
  }
  void whatIsMissingBesideTheRecordIsTold() {
    QFETCH(QByteArray, where);
    QFETCH(QString, what);
    Desk desk;
    desk.server.misbehave(Trouble::NotAllowed, 100, where);
    const auto opened = desk.open(2244);
    QVERIFY(opened.has_value());
    QVERIFY(opened->from3dRecord);
    QCOMPARE(opened->summary.title, QStringLiteral("Aspirin"));
    QCOMPARE(opened->missing.size(), 1);
    QVERIFY(opened->missing.front().startsWith(what));
  }

  void conformerThatIsCutOffLeavesTheOthers() {
    Desk desk;
    desk.server.misbehave(Trouble::CutRecord, 1, "pug/conformers/");
    const auto file = desk.answerOf<molloquy::chem::StructureFile>(
        [&](auto done) { return desk.client->conformers(2244, 10, done); });
    if (file) {
      QCOMPARE(file->rejected.size(), std::size_t(1));
    } else {
      QCOMPARE(file.error().kind, FailureKind::Truncated);  // it was the only one
    }
  }

  void cancelledCallIsAnsweredOnce() {
    Desk desk;
    desk.server.misbehave(Trouble::Hang, 100);
    const auto opened = desk.answerOf<Compound>([&](auto done) {
      const quint64 number = desk.client->open(2244, done);
      QTimer::singleShot(0, desk.client.get(), [&desk, number] { desk.client->cancel(number); });
    });
    QVERIFY(!opened.has_value());
    QCOMPARE(opened.error().kind, FailureKind::Cancelled);
    desk.client->cancel(12345);  // unknown: ignored
  }

  void searchThatWaitsCanBeCancelled() {
    Desk desk;
    desk.server.setPolls(1'000'000);
    const auto found = desk.answerOf<std::vector<CompoundSummary>>([&](auto done) {
      const quint64 number = desk.client->find({.kind = LookupKind::Similar, .text = "CCO"}, done);
      connect(desk.client.get(), &PubChemClient::progressed, this,
              [&desk, number](quint64, const QString& doing) {
                if (doing.startsWith(QStringLiteral("Waiting"))) desk.client->cancel(number);
              });
    });
    QVERIFY(!found.has_value());
    QCOMPARE(found.error().kind, FailureKind::Cancelled);
  }

  void destroyedClientAnswersNothing() {
    Desk desk;
    int answers = 0;
    desk.client->open(2244, [&](const auto&) { ++answers; });
    desk.client->find({.kind = LookupKind::Name, .text = "water"}, [&](const auto&) { ++answers; });
    desk.client.reset();
    const auto later = std::make_unique<PubChemClient>(*desk.transport);
    std::optional<bool> found;
    later->find({.kind = LookupKind::Name, .text = "water"},
                [&](const auto& answer) { found = answer.has_value(); });
    QTRY_VERIFY(found.has_value());
    QCOMPARE(answers, 0);
  }

  void everythingSeenOpensOffline() {
    QTemporaryDir folder;
    Desk desk(folder.filePath("cache.sqlite").toStdString());
    QVERIFY(desk.open(2244).has_value());
    QVERIFY(desk.open(5234).has_value());  // its 3D record is known to be missing
    QVERIFY(desk.find({.kind = LookupKind::Name, .text = "glucose"}).has_value());
    desk.server.forgetRequests();
    desk.transport->setMode(TransportOptions::Mode::Offline);
    const auto aspirin = desk.open(2244);
    QVERIFY(aspirin.has_value());
    QVERIFY(aspirin->from3dRecord);
    QVERIFY(aspirin->cachedAt.has_value());
    QCOMPARE(aspirin->requests, 0);
    const auto salt = desk.open(5234);
    QVERIFY(salt.has_value());
    QVERIFY(!salt->from3dRecord);
    QCOMPARE(desk.find({.kind = LookupKind::Name, .text = "glucose"})->size(), std::size_t(4));
    const auto unseen = desk.open(702);
    QVERIFY(!unseen.has_value());
    QCOMPARE(unseen.error().kind, FailureKind::Offline);
    QVERIFY(desk.server.requests().empty());
  }

  void brokenRecordInTheCacheIsAskedForAgain() {
    QTemporaryDir folder;
    Desk desk(folder.filePath("cache.sqlite").toStdString());
    desk.server.misbehave(Trouble::CutRecord, 1, "record_type=3d");
    QVERIFY(!desk.open(2244).has_value());
    const auto again = desk.open(2244);
    QVERIFY(again.has_value());
    QVERIFY(again->from3dRecord);
  }

  void searchWithoutAnEndIsGivenUp() {
    Desk desk;
    desk.server.setPolls(1'000'000);
    const auto found = desk.find({.kind = LookupKind::Similar, .text = "CCO"});
    QVERIFY(!found.has_value());
    QCOMPARE(found.error().kind, FailureKind::Timeout);
    QVERIFY(desk.server.requests().size() < 40);
  }
};

QTEST_GUILESS_MAIN(PubChemTroublesTest)
#include "pubchem_troubles_test.moc"
