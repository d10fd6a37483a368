#include <QSignalSpy>
#include <QTest>
#include <QUrlQuery>

#include "tests/app/pubchem/transport_fixture.h"

using namespace molloquy::pubchem;
using molloquy::test::HttpRequest;
using molloquy::test::HttpResponse;
using molloquy::test::PubChemServer;
using molloquy::test::Trouble;
using std::chrono::milliseconds;

Q_DECLARE_METATYPE(Trouble)
Q_DECLARE_METATYPE(FailureKind)

namespace {

const QString kGlucose = QStringLiteral("pug/compound/name/glucose/cids/JSON");

}  // namespace

/// The transport against a server on a real socket; waiting takes no time.
class TransportTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    m_served = ServedTransport();
    QVERIFY(m_served.server->base().isValid());
    m_served.make({});
  }
  void cleanup() { m_served.transport.reset(); }

  void aReplyComesWithItsBody() {
    const Outcome answer = ask(*m_served.transport, get(kGlucose));
    QVERIFY2(answer, qPrintable(answer ? QString() : answer.error().sentence));
    QCOMPARE(answer->body, QByteArray(R"({"IdentifierList":{"CID":[5793,79025,64689,107526]}})"));
    QCOMPARE(answer->status, 200);
    QCOMPARE(answer->requests, 1);
    QVERIFY(!answer->cachedAt);
    QCOMPARE(m_served.transport->throttle(), ThrottleState::Green);
    QCOMPARE(m_served.server->requests().front().headers.at("user-agent"),
             QByteArray("Molloquy/test"));
    QVERIFY(!m_served.server->requests().front().headers.contains("cookie"));
  }

  void nothingIsSentBeforeSomebodyAsks() {
    QTest::qWait(0);
    QCOMPARE(m_served.server->connections(), 0);
    QVERIFY(m_served.transport->ledger().empty());
  }

  void theAnswerNeverComesInsideOfTheQuestion() {
    bool inside = true;
    bool answered = false;
    m_served.transport->send(get(kGlucose), [&](const Outcome&) {
      QVERIFY(!inside);
      answered = true;
    });
    inside = false;
    QVERIFY(runUntil([&] { return answered; }));
  }

  void anAddressKeepsItsEncoding_data() {
    QTest::addColumn<QString>("path");
    QTest::newRow("a slash") << "pug/compound/name/a%2Fb/cids/JSON";
    QTest::newRow("a hash") << "pug/compound/name/a%23b/cids/JSON";
    QTest::newRow("a plus") << "pug/compound/name/a%2Bb/cids/JSON";
    QTest::newRow("a question mark") << "pug/compound/name/a%3Fb/cids/JSON";
    QTest::newRow("a percent sign") << "pug/compound/name/50%25/cids/JSON";
    QTest::newRow("a Greek letter") << "pug/compound/name/%CE%B2-carotene/cids/JSON";
    QTest::newRow("a blank") << "pug/compound/name/table%20salt/cids/JSON";
    QTest::newRow("a query") << "pug/compound/cid/2244/SDF?record_type=3d";
  }
  void anAddressKeepsItsEncoding() {
    QFETCH(QString, path);
    (void)ask(*m_served.transport, get(path));
    QCOMPARE(m_served.server->requests().front().target, "/rest/" + path.toUtf8());
  }

  void aFormIsPosted() {
    NetworkRequest request = get(QStringLiteral("pug/compound/smiles/cids/JSON"));
    request.form = "smiles=" + QUrl::toPercentEncoding(QStringLiteral("C(=C/C(=O)O)\\C(=O)O"));
    const Outcome answer = ask(*m_served.transport, request);
    QVERIFY2(answer, qPrintable(answer ? QString() : answer.error().sentence));
    QCOMPARE(answer->body, QByteArray(R"({"IdentifierList":{"CID":[444972]}})"));
    const HttpRequest& came = m_served.server->requests().front();
    QCOMPARE(came.method, QByteArray("POST"));
    QCOMPARE(came.body, request.form);
    QCOMPARE(came.headers.at("content-type"), QByteArray("application/x-www-form-urlencoded"));
  }

  void aBodyArrivesHoweverItIsFramed_data() {
    QTest::addColumn<int>("framing");
    QTest::newRow("with its length") << int(HttpResponse::Framing::Length);
    QTest::newRow("in chunks") << int(HttpResponse::Framing::Chunked);
    QTest::newRow("compressed") << int(HttpResponse::Framing::Gzip);
  }
  void aBodyArrivesHoweverItIsFramed() {
    QFETCH(int, framing);
    HttpResponse response;
    response.body = QByteArray("0123456789").repeated(5000);
    response.framing = static_cast<HttpResponse::Framing>(framing);
    m_served.server->reply(response);
    const Outcome answer = ask(*m_served.transport, get(kGlucose));
    QVERIFY2(answer, qPrintable(answer ? QString() : answer.error().sentence));
    QCOMPARE(answer->body, response.body);
    const qint64 travelled = m_served.transport->ledger().back().bytesReceived;
    if (response.framing == HttpResponse::Framing::Gzip) {
      QVERIFY2(travelled < 5000, qPrintable(QString::number(travelled)));
    } else {
      QCOMPARE(travelled, 50'000);
    }
  }

  void aSearchThatIsNotReadyIsNotSentAgain() {
    m_served.server->setPolls(1);
    const Outcome answer = ask(
        *m_served.transport, get("pug/compound/fastsimilarity_2d/cid/2244/cids/JSON?Threshold=90"));
    QVERIFY(answer);
    QCOMPARE(answer->status, 202);
    QVERIFY(answer->body.contains("ListKey"));
    QCOMPARE(m_served.server->requests().size(), 1U);
  }

  void eachFailureHasItsWords_data() {
    QTest::addColumn<Trouble>("trouble");
    QTest::addColumn<int>("sent");
    QTest::addColumn<FailureKind>("kind");
    QTest::addColumn<QString>("words");
    QTest::newRow("busy, as JSON, four times")
        << Trouble::BusyJson << 4 << FailureKind::Busy << "Try again in a minute";
    QTest::newRow("busy, as a page")
        << Trouble::BusyPage << 4 << FailureKind::Busy << "PubChem is busy";
    QTest::newRow("too many requests")
        << Trouble::TooMany << 4 << FailureKind::Busy << "too many requests";
    QTest::newRow("a search of more than 30 s is not repeated")
        << Trouble::Timeout << 1 << FailureKind::Timeout << "Ask for less";
    QTest::newRow("a gateway's 504 is")
        << Trouble::GatewayTimeout << 4 << FailureKind::Timeout << "30 seconds";
    QTest::newRow("a fault of the server")
        << Trouble::ServerError << 1 << FailureKind::ServerError << "Some problem on the server";
    QTest::newRow("an error without a body")
        << Trouble::EmptyError << 1 << FailureKind::ServerError << "(500)";
    QTest::newRow("nothing found, as XML")
        << Trouble::XmlFault << 1 << FailureKind::NotFound << "\"glucose\"";
    QTest::newRow("not allowed") << Trouble::NotAllowed << 1 << FailureKind::NotAllowed
                                 << "fault of this program";
    QTest::newRow("unimplemented")
        << Trouble::Unimplemented << 1 << FailureKind::Unimplemented << "fault of this program";
    QTest::newRow("blocked") << Trouble::Black << 1 << FailureKind::Blocked << "Wait for 1 min";
    QTest::newRow("sent elsewhere")
        << Trouble::RedirectElsewhere << 1 << FailureKind::Redirected << "login.example";
    QTest::newRow("a login page in place of data")
        << Trouble::LoginPage << 1 << FailureKind::ErrorPage << "guest network";
    QTest::newRow("cut off") << Trouble::CutOff << 4 << FailureKind::Truncated << "broke off";
    QTest::newRow("silence") << Trouble::Hang << 1 << FailureKind::Timeout << "nothing for 0.03 s";
    QTest::newRow("silence within the body")
        << Trouble::HangInBody << 1 << FailureKind::Timeout << "nothing for 0.03 s";
    QTest::newRow("reset") << Trouble::Reset << 2 << FailureKind::NoNetwork
                           << "broke the connection off";
  }
  void eachFailureHasItsWords() {
    QFETCH(Trouble, trouble);
    QFETCH(int, sent);
    QFETCH(FailureKind, kind);
    QFETCH(QString, words);
    m_served.server->misbehave(trouble, 100);
    if (trouble == Trouble::Hang || trouble == Trouble::HangInBody) {
      TransportOptions options;
      options.silence = milliseconds{30};
      m_served.make(options);
    }
    const Outcome answer = ask(*m_served.transport, get(kGlucose));
    QVERIFY(!answer);
    QVERIFY2(answer.error().kind == kind, qPrintable(answer.error().sentence));
    QVERIFY2(answer.error().sentence.contains(words), qPrintable(answer.error().sentence));
    QVERIFY(answer.error().sentence.endsWith(u'.'));
    QCOMPARE(static_cast<int>(m_served.transport->ledger().size()), sent);
  }

  void theMessageOfAWrongQueryNamesIt() {
    NetworkRequest request = get(QStringLiteral("pug/compound/smiles/cids/JSON"));
    request.form = "smiles=C1CC%28&x=1";
    const Outcome answer = ask(*m_served.transport, request);
    QCOMPARE(kindOf(answer), FailureKind::BadRequest);
    QVERIFY2(answer.error().sentence.contains("\"C1CC(\""), qPrintable(answer.error().sentence));
    QVERIFY(answer.error().sentence.contains("Unable to standardize"));
    QVERIFY(answer.error().detail.contains("PUGREST.BadRequest"));
  }

  void aReplyThatIsTooLargeIsGivenUp() {
    TransportOptions options;
    options.largestReply = 10'000;
    m_served.make(options);
    for (const auto framing : {HttpResponse::Framing::Length, HttpResponse::Framing::Gzip}) {
      HttpResponse response;
      response.body = QByteArray(20'000, 'x');
      response.framing = framing;
      m_served.server->reply(response);
      QCOMPARE(kindOf(ask(*m_served.transport, get(kGlucose))), FailureKind::TooLarge);
    }
    HttpResponse fits;
    fits.body = QByteArray(10'000, 'x');
    m_served.server->reply(fits);
    QVERIFY(ask(*m_served.transport, get(kGlucose)));
  }

  void addressesThatAreNoneAreTold_data() {
    QTest::addColumn<QString>("base");
    QTest::newRow("empty") << "";
    QTest::newRow("a folder") << "/usr/share";
    QTest::newRow("a file") << "file:///etc/passwd";
    QTest::newRow("another protocol") << "ftp://pubchem.example/rest";
  }
  void addressesThatAreNoneAreTold() {
    QFETCH(QString, base);
    m_served.transport->setBase(QUrl(base));
    const Outcome answer = ask(*m_served.transport, get(kGlucose));
    QCOMPARE(kindOf(answer), FailureKind::NotAllowed);
    QVERIFY(answer.error().sentence.contains("network window"));
    QVERIFY(m_served.transport->ledger().back().outcome.startsWith("not sent"));
  }

  void aCancelledRequestEndsOnce_data() {
    QTest::addColumn<Trouble>("trouble");
    QTest::addColumn<bool>("underWay");
    QTest::newRow("before it is sent") << Trouble::Hang << false;
    QTest::newRow("while nothing comes") << Trouble::Hang << true;
    QTest::newRow("within its body") << Trouble::HangInBody << true;
  }
  void aCancelledRequestEndsOnce() {
    QFETCH(Trouble, trouble);
    QFETCH(bool, underWay);
    if (underWay) m_served.server->misbehave(trouble, 1);
    int answers = 0;
    Outcome last;
    const quint64 number = m_served.transport->send(get(kGlucose), [&](const Outcome& outcome) {
      ++answers;
      last = outcome;
    });
    if (underWay) QVERIFY(runUntil([&] { return m_served.server->requests().size() == 1; }));
    m_served.transport->cancel(number);
    QCOMPARE(answers, 0);  // never inside of the call
    QVERIFY(runUntil([&] { return answers == 1; }));
    QCOMPARE(kindOf(last), FailureKind::Cancelled);
    m_served.transport->cancel(number);
    m_served.transport->cancel(4711);
    QVERIFY(ask(*m_served.transport, get(kGlucose)));
    QCOMPARE(answers, 1);
    QCOMPARE(m_served.server->requests().size(), underWay ? 2U : 1U);
    QCOMPARE(m_served.transport->ledger().front().outcome.startsWith("cancelled"), underWay);
  }

  void leavingTheNetworkEndsWhatIsUnderWay() {
    m_served.server->misbehave(Trouble::Hang, 10);
    std::vector<FailureKind> ends;
    for (int i = 0; i < 6; ++i) {
      m_served.transport->send(get(kGlucose),
                               [&](const Outcome& outcome) { ends.push_back(kindOf(outcome)); });
    }
    QVERIFY(runUntil([&] { return m_served.server->requests().size() == 4; }));
    m_served.transport->setMode(TransportOptions::Mode::Off);
    QVERIFY(runUntil([&] { return ends.size() == 6; }));
    QVERIFY(std::all_of(ends.begin(), ends.end(),
                        [](FailureKind kind) { return kind == FailureKind::SwitchedOff; }));
    QCOMPARE(kindOf(ask(*m_served.transport, get(kGlucose))), FailureKind::SwitchedOff);
    QCOMPARE(m_served.transport->ledger().back().outcome, QString("not sent: the network is off"));
    QCOMPARE(m_served.server->requests().size(), 4U);
  }

  void aTransportMayGoWhileItIsAsked() {
    m_served.server->misbehave(Trouble::Hang, 10);
    bool answered = false;
    m_served.transport->send(get(kGlucose), [&](const Outcome&) { answered = true; });
    QVERIFY(runUntil([&] { return m_served.server->requests().size() == 1; }));
    m_served.transport.reset();
    QTest::qWait(0);
    QVERIFY(!answered);
  }

  void anAnswerMayEndTheTransport() {
    bool answered = false;
    m_served.transport->send(get(kGlucose), [&](const Outcome&) {
      answered = true;
      m_served.transport.reset();
    });
    m_served.transport->send(get(kGlucose), [](const Outcome&) {});
    QVERIFY(runUntil([&] { return answered; }));
    QTest::qWait(0);
  }

  void theLedgerTellsWhatWasSent() {
    NetworkRequest request = get(QStringLiteral("pug/compound/smiles/cids/JSON"), "SMILES -> CID");
    request.form = "smiles=CCO";
    QSignalSpy changes(m_served.transport.get(), &Transport::ledgerChanged);
    QVERIFY(ask(*m_served.transport, request));
    QCOMPARE(changes.size(), 2);
    const auto sent = changes[0][0].value<LedgerEntry>();
    QCOMPARE(sent.outcome, QString("waiting"));
    QCOMPARE(sent.status, 0);
    const auto line = changes[1][0].value<LedgerEntry>();
    QCOMPARE(line.number, sent.number);
    QCOMPARE(line.method, QString("POST"));
    QCOMPARE(line.reason, QString("SMILES -> CID"));
    QCOMPARE(line.url, QUrl(m_served.server->base().toString() + '/' + request.path));
    QCOMPARE(line.bytesSent, line.url.toEncoded().size() + request.form.size());
    QCOMPARE(line.bytesReceived, qint64(sizeof(R"({"IdentifierList":{"CID":[702]}})") - 1));
    QCOMPARE(line.status, 200);
    QCOMPARE(line.outcome, QString("200 OK"));
    QCOMPARE(line.at, m_served.clock->date());
  }

  void eachAttemptIsALineOfItsOwn() {
    m_served.server->misbehave(Trouble::BusyJson, 1);
    QVERIFY(ask(*m_served.transport, get(kGlucose)));
    const std::vector<LedgerEntry> lines = m_served.transport->ledger();
    QCOMPARE(lines.size(), 2U);
    QVERIFY2(lines[0].outcome.startsWith("503") && lines[0].outcome.contains("sent again after"),
             qPrintable(lines[0].outcome));
    QCOMPARE(lines[1].outcome, QString("200 OK"));
  }

 private:
  ServedTransport m_served;
};

QTEST_GUILESS_MAIN(TransportTest)
#include "transport_test.moc"
