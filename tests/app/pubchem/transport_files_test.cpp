#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "app/pubchem/network_ledger.h"
#include "app/pubchem/response_cache.h"
#include "tests/app/pubchem/transport_fixture.h"

using namespace molloquy::pubchem;
using molloquy::test::PubChemServer;
using molloquy::test::Trouble;
using std::chrono::hours;

namespace {

const QString kGlucose = QStringLiteral("pug/compound/name/glucose/cids/JSON");
const QString kNobody = QStringLiteral("pug/compound/name/nobodyite/cids/JSON");

CacheKey keyOf(int number) {
  return {"GET", QUrl(QStringLiteral("http://pubchem.example/%1").arg(number)), {}};
}

CachedReply replyOf(const QByteArray& body) {
  return {200, body, "application/json", QDateTime(QDate(2030, 1, 1), QTime(12, 0), Qt::UTC)};
}

/// Bytes that do not become smaller.
QByteArray noise(int size, quint32 seed) {
  QByteArray bytes(size, Qt::Uninitialized);
  for (char& byte : bytes) {
    seed = seed * 1664525U + 1013904223U;
    byte = static_cast<char>(seed >> 24);
  }
  return bytes;
}

void overwrite(const QString& path, qint64 at, const QByteArray& bytes) {
  QFile file(path);
  QVERIFY(file.open(QIODevice::ReadWrite));
  QVERIFY(file.seek(at));
  QCOMPARE(file.write(bytes), bytes.size());
}

}  // namespace

/// What the transport keeps on disk: replies and the ledger.
class TransportFilesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    m_folder = std::make_unique<QTemporaryDir>();
    m_server = std::make_unique<PubChemServer>();
    m_clock = std::make_shared<JumpingClock>();
    makeTransport(TransportOptions::Mode::Online);
  }
  void cleanup() {
    m_transport.reset();
    m_server.reset();
  }

  void aSavedReplyAnswersTheSecondTime() {
    QVERIFY(ask(*m_transport, get(kGlucose)));
    const Outcome second = ask(*m_transport, get(kGlucose));
    QVERIFY(second);
    QCOMPARE(second->requests, 0);
    QCOMPARE(second->cachedAt, m_clock->date());
    QCOMPARE(second->body, QByteArray(R"({"IdentifierList":{"CID":[5793,79025,64689,107526]}})"));
    QCOMPARE(m_server->requests().size(), 1U);
    QVERIFY(m_transport->cacheBytesUsed() > 0);
  }

  void formsAreToldApart() {
    NetworkRequest request = get(QStringLiteral("pug/compound/smiles/cids/JSON"));
    request.form = "smiles=CCO";
    QVERIFY(ask(*m_transport, request)->body.contains("702"));
    request.form = "smiles=O";
    QVERIFY(ask(*m_transport, request)->body.contains("962"));
    QCOMPARE(m_server->requests().size(), 2U);
  }

  void ageAndWishDecide_data() {
    QTest::addColumn<int>("days");
    QTest::addColumn<int>("cache");
    QTest::addColumn<int>("sent");
    using Cache = NetworkRequest::Cache;
    QTest::newRow("a month old is good") << 30 << int(Cache::Use) << 0;
    QTest::newRow("older is asked again") << 31 << int(Cache::Use) << 1;
    QTest::newRow("a refresh asks") << 0 << int(Cache::Refresh) << 1;
    QTest::newRow("so does a request that keeps nothing") << 0 << int(Cache::Skip) << 1;
  }
  void ageAndWishDecide() {
    QFETCH(int, days);
    QFETCH(int, cache);
    QFETCH(int, sent);
    QVERIFY(ask(*m_transport, get(kGlucose)));
    m_clock->advance(hours{24 * days});
    NetworkRequest request = get(kGlucose);
    request.cache = static_cast<NetworkRequest::Cache>(cache);
    const Outcome answer = ask(*m_transport, request);
    QVERIFY(answer);
    QCOMPARE(answer->requests, sent);
    QCOMPARE(answer->cachedAt.has_value(), sent == 0);
  }

  void whatIsSkippedIsNotKept() {
    NetworkRequest request = get(kGlucose);
    request.cache = NetworkRequest::Cache::Skip;
    QVERIFY(ask(*m_transport, request));
    QCOMPARE(m_transport->cacheBytesUsed(), 0);
  }

  void absenceIsKeptForADay() {
    QCOMPARE(kindOf(ask(*m_transport, get(kNobody))), FailureKind::NotFound);
    const Outcome again = ask(*m_transport, get(kNobody));
    QCOMPARE(kindOf(again), FailureKind::NotFound);
    QVERIFY(again.error().sentence.contains("nobodyite"));
    QCOMPARE(m_server->requests().size(), 1U);
    m_clock->advance(hours{25});
    QCOMPARE(kindOf(ask(*m_transport, get(kNobody))), FailureKind::NotFound);
    QCOMPARE(m_server->requests().size(), 2U);
  }

  void failuresAreNotKept() {
    m_server->misbehave(Trouble::ServerError, 1);
    QCOMPARE(kindOf(ask(*m_transport, get(kGlucose))), FailureKind::ServerError);
    QVERIFY(ask(*m_transport, get(kGlucose)));
  }

  void theResultOfASearchIsFoundByTheSearch() {
    m_server->setPolls(0);
    NetworkRequest search = get(QStringLiteral("pug/compound/formula/C6H12O6/cids/JSON"));
    const Outcome waiting = ask(*m_transport, search);
    QCOMPARE(waiting->status, 202);
    QCOMPARE(m_transport->cacheBytesUsed(), 0);
    NetworkRequest poll = get(QStringLiteral("pug/compound/listkey/1000003/cids/JSON"));
    poll.cache = NetworkRequest::Cache::Skip;
    poll.keepAs = CachePlace{search.path, search.form};
    QVERIFY(ask(*m_transport, poll)->body.contains("5793"));
    const Outcome again = ask(*m_transport, search);
    QCOMPARE(again->status, 200);
    QVERIFY(again->cachedAt);
    QVERIFY(again->body.contains("5793"));
  }

  void offlineAnswersAtAnyAge_data() {
    QTest::addColumn<int>("mode");
    QTest::addColumn<FailureKind>("kind");
    QTest::newRow("offline") << int(TransportOptions::Mode::Offline) << FailureKind::Offline;
    QTest::newRow("switched off") << int(TransportOptions::Mode::Off) << FailureKind::SwitchedOff;
  }
  void offlineAnswersAtAnyAge() {
    QFETCH(int, mode);
    QFETCH(FailureKind, kind);
    QVERIFY(ask(*m_transport, get(kGlucose)));
    const QDateTime kept = m_clock->date();
    m_clock->advance(hours{24 * 3000});
    makeTransport(static_cast<TransportOptions::Mode>(mode));
    NetworkRequest request = get(kGlucose);
    request.cache = NetworkRequest::Cache::Refresh;  // there is nothing to refresh it from
    const Outcome saved = ask(*m_transport, request);
    QVERIFY(saved);
    QCOMPARE(saved->cachedAt, kept);
    QCOMPARE(kindOf(ask(*m_transport, get(kNobody))), kind);
    QVERIFY(m_transport->ledger().back().outcome.startsWith("not sent"));
    QCOMPARE(m_server->requests().size(), 1U);
  }

  void anOldReplyStandsInForAFailure() {
    QVERIFY(ask(*m_transport, get(kGlucose)));
    m_clock->advance(hours{24 * 100});
    m_server->misbehave(Trouble::ServerError, 2);
    const Outcome old = ask(*m_transport, get(kGlucose));
    QVERIFY(old);
    QVERIFY(old->cachedAt);
    QCOMPARE(old->requests, 1);
    NetworkRequest refresh = get(kGlucose);
    refresh.cache = NetworkRequest::Cache::Refresh;
    QCOMPARE(kindOf(ask(*m_transport, refresh)), FailureKind::ServerError);
  }

  void theLeastUsedGoFirst() {
    ResponseCache cache(cacheFile(), 100'000,
                        [](const QString& words) { QFAIL(qPrintable(words)); });
    for (int i = 0; i < 9; ++i) cache.store(keyOf(i), replyOf(noise(10'000, quint32(i))));
    QVERIFY(cache.find(keyOf(0)));  // used just now
    for (int i = 9; i < 12; ++i) cache.store(keyOf(i), replyOf(noise(10'000, quint32(i))));
    QVERIFY(cache.bytesUsed() <= 100'000);
    QVERIFY(cache.find(keyOf(0)));
    QVERIFY(!cache.find(keyOf(1)));
    QVERIFY(cache.find(keyOf(11)));
    cache.setLimit(30'000);
    QVERIFY(cache.bytesUsed() <= 30'000);
    QVERIFY(cache.bytesUsed() > 0);
    cache.store(keyOf(20), replyOf(noise(20'000, 20)));
    QVERIFY2(!cache.find(keyOf(20)), "one reply may not take the whole room");
    cache.clear();
    QCOMPARE(cache.bytesUsed(), 0);
    QVERIFY(!cache.find(keyOf(11)));
  }

  void clearingMakesTheFileSmall() {
    ResponseCache cache(cacheFile(), 10'000'000, [](const QString&) {});
    for (int i = 0; i < 50; ++i) cache.store(keyOf(i), replyOf(noise(20'000, quint32(i))));
    cache.clear();
    QVERIFY2(QFile(cachePath()).size() < 100'000,
             qPrintable(QString::number(QFile(cachePath()).size())));
  }

  void aDamagedFileIsPutAside_data() {
    QTest::addColumn<qint64>("where");
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("no database at all") << qint64(0) << QByteArray(8192, 'x');
    QTest::newRow("broken inside") << qint64(4096) << QByteArray(60'000, '\xff');
    QTest::newRow("a text file") << qint64(0) << QByteArray("PubChem\n");
  }
  void aDamagedFileIsPutAside() {
    QFETCH(qint64, where);
    QFETCH(QByteArray, bytes);
    {
      ResponseCache cache(cacheFile(), 1'000'000, [](const QString&) {});
      for (int i = 0; i < 9; ++i) cache.store(keyOf(i), replyOf(noise(10'000, quint32(i))));
    }
    overwrite(cachePath(), where, bytes);
    QStringList notes;
    ResponseCache cache(cacheFile(), 1'000'000, [&](const QString& words) { notes += words; });
    for (int i = 0; i < 9; ++i) (void)cache.find(keyOf(i));
    cache.store(keyOf(100), replyOf("good again"));
    if (!cache.find(keyOf(100))) cache.store(keyOf(100), replyOf("good again"));
    QVERIFY(cache.find(keyOf(100)));
    QCOMPARE(notes.size(), 1);
    QVERIFY2(notes.front().contains("replies.sqlite.damaged"), qPrintable(notes.front()));
    QVERIFY(QFile::exists(cachePath() + ".damaged"));
  }

  void damageIsALineOfTheLedger() {
    overwrite(m_folder->filePath("replies.sqlite"), 0, QByteArray(9000, 'x'));
    QVERIFY(ask(*m_transport, get(kGlucose)));
    const std::vector<LedgerEntry> lines = m_transport->ledger();
    QCOMPARE(lines.size(), 2U);
    QVERIFY(lines.front().method.isEmpty());
    QVERIFY(lines.front().outcome.contains("damaged"));
  }

  void withoutAPlaceTheProgramGoesOn() {
    TransportOptions options = optionsFor(TransportOptions::Mode::Online);
    options.cacheFile = "/proc/no/place/replies.sqlite";
    options.ledgerFile = "/proc/no/place/ledger.sqlite";
    m_transport = std::make_unique<Transport>(options);
    QVERIFY(ask(*m_transport, get(kGlucose)));
    QVERIFY(ask(*m_transport, get(kGlucose)));
    QCOMPARE(m_server->requests().size(), 2U);
    int notes = 0;
    for (const LedgerEntry& line : m_transport->ledger()) notes += line.method.isEmpty() ? 1 : 0;
    QCOMPARE(notes, 2);  // the cache's and the ledger's, once each
  }

  void aKilledProgramLosesNoMoreThanItsLastReply() {
    int ends[2];
    QCOMPARE(::pipe(ends), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      ResponseCache cache(cacheFile(), 100'000'000, [](const QString&) {});
      for (int i = 0; i < 100'000; ++i) {
        cache.store(keyOf(i), replyOf(noise(20'000, quint32(i))));
        if (::write(ends[1], "x", 1) != 1) break;
      }
      ::_exit(0);
    }
    ::close(ends[1]);
    char byte = 0;
    int stored = 0;
    while (stored < 40 && ::read(ends[0], &byte, 1) == 1) ++stored;
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    ::close(ends[0]);
    QCOMPARE(stored, 40);
    QStringList notes;
    ResponseCache cache(cacheFile(), 100'000'000, [&](const QString& words) { notes += words; });
    for (int i = 0; i < stored; ++i) {
      const auto found = cache.find(keyOf(i));
      QVERIFY2(found, qPrintable(QString::number(i)));
      QCOMPARE(found->body, noise(20'000, quint32(i)));
    }
    QVERIFY2(notes.isEmpty(), qPrintable(notes.join(' ')));
  }

  void theLedgerOutlivesTheProgram() {
    QVERIFY(ask(*m_transport, get(kGlucose, QStringLiteral("first run"))));
    m_server->misbehave(Trouble::Hang, 1);
    m_transport->send(get(kNobody, QStringLiteral("never answered")), [](const Outcome&) {});
    QVERIFY(runUntil([&] { return m_server->requests().size() == 2; }));
    makeTransport(TransportOptions::Mode::Online);
    QVERIFY(!ask(*m_transport, get(kNobody, QStringLiteral("second run"))));
    const std::vector<LedgerEntry> lines = m_transport->ledger();
    QCOMPARE(lines.size(), 3U);
    QCOMPARE(lines[0].reason, QString("first run"));
    QCOMPARE(lines[0].outcome, QString("200 OK"));
    QCOMPARE(lines[0].at, QDateTime(QDate(2030, 1, 1), QTime(12, 0), Qt::UTC));
    QCOMPARE(lines[1].outcome, QString("the program ended before the reply"));
    QVERIFY(lines[2].outcome.startsWith("404 PUGREST.NotFound"));
    m_transport->clearLedger();
    QVERIFY(m_transport->ledger().empty());
    makeTransport(TransportOptions::Mode::Online);
    QVERIFY(m_transport->ledger().empty());
  }

  void theLedgerLiesBesideTheCache() {
    TransportOptions options = optionsFor(TransportOptions::Mode::Online);
    options.ledgerFile.clear();
    m_transport = std::make_unique<Transport>(options);
    QVERIFY(ask(*m_transport, get(kGlucose)));
    QVERIFY(QFile::exists(m_folder->filePath("replies-ledger.sqlite")));
    m_transport = std::make_unique<Transport>(options);
    QCOMPARE(m_transport->ledger().size(), 1U);
  }

  void theLedgerKeepsTheNewestLines() {
    NetworkLedger ledger(ledgerFile(), 150);
    for (int i = 1; i <= 400; ++i) {
      LedgerEntry entry;
      entry.at = QDateTime(QDate(2030, 1, 1), QTime(12, 0), Qt::UTC);
      entry.outcome = QString::number(i);
      ledger.begin(entry);
    }
    NetworkLedger again(ledgerFile(), 150);
    const std::vector<LedgerEntry> lines = again.entries();
    QCOMPARE(lines.size(), 150U);
    QCOMPARE(lines.front().outcome, QString("251"));
    QCOMPARE(lines.back().outcome, QString("400"));
  }

  void theLedgerIsWrittenAsATable() {
    LedgerEntry entry;
    entry.number = 7;
    entry.at = QDateTime(QDate(2030, 1, 1), QTime(12, 0), Qt::UTC);
    entry.method = QStringLiteral("GET");
    entry.url = QUrl(QStringLiteral("https://pubchem.example/rest/pug/compound/name/a%2Cb"));
    entry.reason = QStringLiteral("Names that begin with \"gluc\"");
    entry.bytesSent = 60;
    entry.bytesReceived = 1234;
    entry.status = 200;
    entry.milliseconds = 87;
    entry.outcome = QStringLiteral("=1+1, OK");
    const QStringList lines = ledgerCsv({entry}).split(QStringLiteral("\r\n"));
    QCOMPARE(lines.size(), 3);
    QCOMPARE(lines[1],
             QString("7,2030-01-01T12:00:00.000Z,GET,"
                     "https://pubchem.example/rest/pug/compound/name/a%2Cb,"
                     "\"Names that begin with \"\"gluc\"\"\",60,1234,200,87,\"'=1+1, OK\""));
    const QString text = ledgerText({entry});
    QVERIFY2(text.startsWith("2030-01-01 12:00:00 UTC  GET https://"), qPrintable(text));
    QVERIFY(text.contains("60 B sent, 1234 B received, 87 ms"));
  }

 private:
  [[nodiscard]] QString cachePath() const { return m_folder->filePath("replies.sqlite"); }
  [[nodiscard]] std::filesystem::path cacheFile() const { return cachePath().toStdString(); }
  [[nodiscard]] std::filesystem::path ledgerFile() const {
    return m_folder->filePath("ledger.sqlite").toStdString();
  }
  [[nodiscard]] TransportOptions optionsFor(TransportOptions::Mode mode) const {
    TransportOptions options;
    options.base = m_server->base();
    options.clock = m_clock;
    options.cacheFile = cacheFile();
    options.ledgerFile = ledgerFile();
    options.mode = mode;
    return options;
  }
  void makeTransport(TransportOptions::Mode mode) {
    m_transport.reset();
    m_transport = std::make_unique<Transport>(optionsFor(mode));
  }

  std::unique_ptr<QTemporaryDir> m_folder;
  std::unique_ptr<PubChemServer> m_server;
  std::shared_ptr<JumpingClock> m_clock;
  std::unique_ptr<Transport> m_transport;
};

QTEST_GUILESS_MAIN(TransportFilesTest)
#include "transport_files_test.moc"
