#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QTcpServer>
#include <QTest>

#include "app/pubchem/gzip.h"
#include "app/pubchem/reply_verdict.h"
#include "app/pubchem/server_fault.h"
#include "tests/app/pubchem/transport_fixture.h"

using namespace molloquy::pubchem;
using molloquy::test::HttpRequest;
using molloquy::test::HttpResponse;
using molloquy::test::HttpServer;
using molloquy::test::PubChemServer;

namespace {

const QString kGlucose = QStringLiteral("pug/compound/name/glucose/cids/JSON");

QByteArray readAll(BIO* memory) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory, &data);
  QByteArray bytes(data, size);
  BIO_free(memory);
  return bytes;
}

/// A certificate that only vouches for itself, made for this run.
QSslConfiguration selfSigned() {
  EVP_PKEY* key = EVP_RSA_gen(2048);
  X509* certificate = X509_new();
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
  X509_set_pubkey(certificate, key);
  X509_NAME* name = X509_get_subject_name(certificate);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>("127.0.0.1"), -1, -1, 0);
  X509_set_issuer_name(certificate, name);
  X509_sign(certificate, key, EVP_sha256());
  BIO* keyText = BIO_new(BIO_s_mem());
  PEM_write_bio_PrivateKey(keyText, key, nullptr, nullptr, 0, nullptr, nullptr);
  BIO* certificateText = BIO_new(BIO_s_mem());
  PEM_write_bio_X509(certificateText, certificate);
  QSslConfiguration configuration;
  configuration.setLocalCertificate(QSslCertificate(readAll(certificateText)));
  configuration.setPrivateKey(QSslKey(readAll(keyText), QSsl::Rsa));
  X509_free(certificate);
  EVP_PKEY_free(key);
  return configuration;
}

/// An environment variable for as long as this lives.
class Setting {
 public:
  Setting(const char* name, const QByteArray& value) : m_name(name), m_before(qgetenv(name)) {
    qputenv(name, value);
  }
  ~Setting() { m_before.isNull() ? qunsetenv(m_name) : qputenv(m_name, m_before); }

 private:
  const char* m_name;
  QByteArray m_before;
};

}  // namespace

Q_DECLARE_METATYPE(FailureKind)
Q_DECLARE_METATYPE(ServerFault::Form)

/// The ways to the server that do not lead there, and bodies that are no data.
class TransportRoadsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    m_clock = std::make_shared<JumpingClock>();
    TransportOptions options;
    options.clock = m_clock;
    m_transport = std::make_unique<Transport>(options);
  }

  void aCertificateThatNobodyKnowsIsNotTrusted() {
    const QSslConfiguration tls = selfSigned();
    PubChemServer::Options options;
    options.tls = &tls;
    PubChemServer server(options);
    m_transport->setBase(server.base());
    const Outcome answer = ask(*m_transport, get(kGlucose));
    QVERIFY(!answer);
    QVERIFY2(answer.error().kind == FailureKind::Tls, qPrintable(answer.error().sentence));
    QVERIFY2(answer.error().sentence.contains("self-signed"), qPrintable(answer.error().sentence));
    QVERIFY2(server.requests().empty(), "the address was told to a server that is not trusted");
  }

  void aServerWithoutTlsIsTold() {
    PubChemServer server;
    QUrl base = server.base();
    base.setScheme(QStringLiteral("https"));
    m_transport->setBase(base);
    const Outcome answer = ask(*m_transport, get(kGlucose));
    QVERIFY(!answer);
    QVERIFY2(answer.error().kind == FailureKind::Tls, qPrintable(answer.error().sentence));
  }

  void aClosedPortIsTold() {
    QTcpServer closed;
    QVERIFY(closed.listen(QHostAddress::LocalHost));
    const quint16 port = closed.serverPort();
    closed.close();
    m_transport->setBase(QUrl(QStringLiteral("http://127.0.0.1:%1/rest").arg(port)));
    const Outcome answer = ask(*m_transport, get(kGlucose));
    QVERIFY(!answer);
    QCOMPARE(answer.error().kind, FailureKind::NoNetwork);
    QVERIFY2(answer.error().sentence.contains("refuses connections"),
             qPrintable(answer.error().sentence));
  }

  void theSystemsProxyIsUsed() {
    QByteArray asked;
    HttpServer proxy([&](const HttpRequest& request) {
      asked = request.target;
      HttpResponse response;
      response.body = "{}";
      return response;
    });
    const Setting setting("http_proxy", "http://127.0.0.1:" + QByteArray::number(proxy.port()));
    m_transport->setBase(QUrl(QStringLiteral("http://pubchem.example/rest")));
    const Outcome answer = ask(*m_transport, get(kGlucose));
    QVERIFY2(answer, qPrintable(answer ? QString() : answer.error().sentence));
    QCOMPARE(asked, "http://pubchem.example/rest/" + kGlucose.toUtf8());
  }

  void aProxyThatAsksForANameIsTold() {
    HttpServer proxy([](const HttpRequest&) {
      HttpResponse response;
      response.status = 407;
      response.headers = {{"Proxy-Authenticate", "Basic realm=\"office\""}};
      return response;
    });
    const QString place = QStringLiteral("127.0.0.1:%1").arg(proxy.port());
    const Setting setting("http_proxy", "http://" + place.toUtf8());
    m_transport->setBase(QUrl(QStringLiteral("http://pubchem.example/rest")));
    const Outcome answer = ask(*m_transport, get(kGlucose));
    QVERIFY(!answer);
    QVERIFY2(answer.error().kind == FailureKind::Proxy, qPrintable(answer.error().sentence));
    QVERIFY2(answer.error().sentence.contains(place) &&
                 answer.error().sentence.contains("a name and a password"),
             qPrintable(answer.error().sentence));
  }

  void noProxyStandsBeforeThisMachine() {
    PubChemServer server;
    const Setting setting("http_proxy", "http://127.0.0.1:1");
    m_transport->setBase(server.base());
    QVERIFY(ask(*m_transport, get(kGlucose)));
  }

  void errorsOfTheNetworkHaveTheirWords_data() {
    QTest::addColumn<QNetworkReply::NetworkError>("error");
    QTest::addColumn<FailureKind>("kind");
    QTest::addColumn<QString>("words");
    using Reply = QNetworkReply;
    QTest::newRow("no such name") << Reply::HostNotFoundError << FailureKind::NoNetwork
                                  << "there seems to be no network";
    QTest::newRow("refused") << Reply::ConnectionRefusedError << FailureKind::NoNetwork
                             << "refuses connections";
    QTest::newRow("broken off") << Reply::RemoteHostClosedError << FailureKind::NoNetwork
                                << "broke the connection off";
    QTest::newRow("no safe connection")
        << Reply::SslHandshakeFailedError << FailureKind::Tls << "Check the date of this computer";
    QTest::newRow("no such proxy")
        << Reply::ProxyNotFoundError << FailureKind::Proxy << "proxy.example:8080 cannot be found";
    QTest::newRow("a proxy that refuses")
        << Reply::ProxyConnectionRefusedError << FailureKind::Proxy << "refuses connections";
    QTest::newRow("a proxy that wants a name")
        << Reply::ProxyAuthenticationRequiredError << FailureKind::Proxy << "a name and a password";
    QTest::newRow("another trouble of a proxy")
        << Reply::UnknownProxyError << FailureKind::Proxy << "did not work (the reason)";
    QTest::newRow("no way there") << Reply::UnknownNetworkError << FailureKind::NoNetwork
                                  << "cannot be reached (the reason)";
    QTest::newRow("no HTTP") << Reply::ProtocolFailure << FailureKind::NoNetwork
                             << "cannot be reached (the reason)";
  }
  void errorsOfTheNetworkHaveTheirWords() {
    QFETCH(QNetworkReply::NetworkError, error);
    QFETCH(FailureKind, kind);
    QFETCH(QString, words);
    ExchangeResult result;
    result.end = ExchangeResult::End::Failed;
    result.error = error;
    result.errorText = QStringLiteral("the reason");
    AskedFor asked;
    asked.url = QUrl(QStringLiteral("https://pubchem.example/rest/pug/compound/name/x/cids/JSON"));
    asked.proxy = QStringLiteral("proxy.example:8080");
    const auto verdict = judged(result, asked);
    QVERIFY(verdict);
    QCOMPARE(verdict->failure.kind, kind);
    QVERIFY2(verdict->failure.sentence.contains(words), qPrintable(verdict->failure.sentence));
  }

  void bodiesOfErrorsAreRead_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<ServerFault::Form>("form");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("words");
    using Form = ServerFault::Form;
    QTest::newRow("JSON") << QByteArray(R"({"Fault":{"Code":"PUGREST.NotFound","Message":"No CID )"
                                        R"(found","Details":["No CID for x"]}})")
                          << Form::Json << "PUGREST.NotFound"
                          << "No CID found: No CID for x";
    QTest::newRow("JSON after a byte order mark")
        << QByteArray("\xEF\xBB\xBF {\"Fault\":{\"Code\":\"A\"}}") << Form::Json << "A"
        << "";
    QTest::newRow("XML") << QByteArray(
                                "<?xml version=\"1.0\"?><Fault><Code>A</Code><Message>b &lt; "
                                "c</Message></Fault>")
                         << Form::Xml << "A"
                         << "b < c";
    QTest::newRow("XML that ends too early")
        << QByteArray("<Fault><Code>A</Code><Mess") << Form::Xml << "A"
        << "";
    QTest::newRow("a page") << QByteArray("\n<!DOCTYPE HTML><html><title>Busy\n now</title></html>")
                            << Form::Page << ""
                            << "Busy now";
    QTest::newRow("a page without a title")
        << QByteArray("<html><body>x</body></html>") << Form::Page << ""
        << "";
    QTest::newRow("nothing") << QByteArray(" \n") << Form::Empty << ""
                             << "";
    QTest::newRow("words") << QByteArray("upstream  connect error") << Form::Other << ""
                           << "upstream connect error";
    QTest::newRow("JSON of another kind") << QByteArray("{\"error\":1}") << Form::Other << ""
                                          << "{\"error\":1}";
    QTest::newRow("JSON that ends too early") << QByteArray("{\"Fault\":{") << Form::Other << ""
                                              << "{\"Fault\":{";
  }
  void bodiesOfErrorsAreRead() {
    QFETCH(QByteArray, body);
    QFETCH(ServerFault::Form, form);
    QFETCH(QString, code);
    QFETCH(QString, words);
    const ServerFault fault = parseFault(body);
    QCOMPARE(fault.form, form);
    QCOMPARE(fault.code, code);
    QCOMPARE(fault.words, words);
  }

  void longWordsAreCut() { QVERIFY(parseFault(QByteArray(1 << 22, 'x')).words.size() <= 500); }

  void brokenPackagesAreTold() {
    QCOMPARE(unpacked("no gzip", 100).error(), UnpackFailure::Broken);
    QCOMPARE(unpacked({}, 100).error(), UnpackFailure::Broken);
    const QByteArray zlib = qCompress(QByteArray(1000, 'x')).mid(4);  // Qt's length before it
    QCOMPARE(unpacked(zlib, 1000).value(), QByteArray(1000, 'x'));
    QCOMPARE(unpacked(zlib, 999).error(), UnpackFailure::TooLarge);
    QCOMPARE(unpacked(zlib.left(zlib.size() - 5), 1000).error(), UnpackFailure::Broken);
  }

 private:
  std::shared_ptr<JumpingClock> m_clock;
  std::unique_ptr<Transport> m_transport;
};

QTEST_GUILESS_MAIN(TransportRoadsTest)
#include "transport_roads_test.moc"
