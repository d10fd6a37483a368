#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include "tests/support/pubchem_server.h"

using molloquy::test::PubChemServer;
using molloquy::test::Trouble;

namespace {

struct Run {
  int code = -1;
  QByteArray out;
  QByteArray err;
  [[nodiscard]] QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
};

}  // namespace

/// pubchem find, open, ... as a person runs them, against a server on this machine.
class PubChemCommandTest : public QObject {
  Q_OBJECT

  /// The server answers in this thread, so the program is waited for in its event loop.
  Run run(PubChemServer& server, const QStringList& arguments) {
    QStringList all{"pubchem", arguments.front(),
                    "--base",  server.base().toString(),
                    "--cache", m_folder.filePath("cache.sqlite")};
    all += arguments.mid(1);
    QProcess process;
    process.start(MOLLOQUY_CLI, all);
    Run result;
    if (!QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, 60'000)) {
      process.kill();
      process.waitForFinished();
      return result;
    }
    result.code = process.exitCode();
    result.out = process.readAllStandardOutput();
    result.err = process.readAllStandardError();
    return result;
  }

  QTemporaryDir m_folder;

 private Q_SLOTS:
  void init() { QFile::remove(m_folder.filePath("cache.sqlite")); }

  void findTellsCandidatesApart() {
    PubChemServer server;
    const Run found = run(server, {"find", "glucose", "--json"});
    QVERIFY2(found.code == 0, found.err.constData());
    const QJsonArray compounds = found.json()["compounds"].toArray();
    QCOMPARE(found.json()["kind"].toString(), QString("name"));
    QCOMPARE(compounds.size(), 4);
    QCOMPARE(compounds.at(0)["cid"].toInt(), 5793);
    QCOMPARE(compounds.at(0)["distinction"].toString(), QString("anomeric centre not set"));
    QCOMPARE(compounds.at(3)["distinction"].toString(), QString("open chain"));
    QCOMPARE(compounds.at(0)["has_3d"].toBool(), true);
    const Run text = run(server, {"find", "glucose"});
    QVERIFY(text.out.contains("79025  C6H12O6    180.16  3D  alpha-D-glucose (alpha anomer)"));
  }

  void suggestNamesWhatBeginsSo() {
    PubChemServer server;
    const Run suggested = run(server, {"suggest", "gluc"});
    QCOMPARE(suggested.code, 0);
    QVERIFY(suggested.out.split('\n').contains("glucose"));
  }

  void openWritesTheRecord() {
    PubChemServer server;
    const QString file = m_folder.filePath("aspirin.sdf");
    const Run opened = run(server, {"open", "2244", "-o", file, "--json"});
    QVERIFY2(opened.code == 0, opened.err.constData());
    QCOMPARE(opened.json()["title"].toString(), QString("Aspirin"));
    QCOMPARE(opened.json()["record"].toString(), QString("3d"));
    QCOMPARE(opened.json()["geometry"].toString(), QString("PubChem"));
    for (const QJsonValue& value : opened.json()["values"].toArray()) {
      QVERIFY(!value["definition"].toString().isEmpty());
      if (value["id"].toString() == "HBondAcceptorCount") {
        QCOMPARE(value["value"].toString(), QString("4"));
        QCOMPARE(value["ours"].toString(), QString("3"));
      }
    }
    QFile written(file);
    QVERIFY(written.open(QIODevice::ReadOnly));
    QVERIFY(written.readAll().startsWith("Aspirin\n"));
  }

  void drawingGetsAShapeAndSaysSo() {
    PubChemServer server;
    server.misbehave(Trouble::FlatRecord, 1, "record_type=3d");
    const Run opened = run(server, {"open", "caffeine"});
    QVERIFY2(opened.code == 0, opened.err.constData());
    QVERIFY(opened.out.contains("3D generated here, not from PubChem"));
  }

  void severalCompoundsAreNeverChosenFrom() {
    PubChemServer server;
    const Run opened = run(server, {"open", "glucose"});
    QCOMPARE(opened.code, 3);
    QVERIFY(opened.out.isEmpty());
    for (const char* cid : {"5793", "79025", "64689", "107526"}) {
      QVERIFY2(opened.err.contains(cid), opened.err.constData());
    }
  }

  void ledgerTellsWhatWasSent() {
    PubChemServer server;
    const Run found = run(server, {"find", "O", "--ledger"});
    QCOMPARE(found.code, 0);
    QVERIFY(found.err.contains("POST "));
    QVERIFY(found.err.contains("/pug/compound/smiles/cids/JSON"));
    QCOMPARE(found.err.count("http://"), 2);
    const Run seen = run(server, {"find", "O", "--ledger", "--offline"});
    QCOMPARE(seen.code, 0);
    QCOMPARE(seen.out, found.out);
    QCOMPARE(server.requests().size(), std::size_t(2));
  }

  void whatWasNeverSeenIsNotThereOffline() {
    PubChemServer server;
    const Run opened = run(server, {"open", "702", "--offline", "--json"});
    QCOMPARE(opened.code, 5);
    QVERIFY(!opened.json()["error"].toObject()["message"].toString().isEmpty());
    QVERIFY(server.requests().empty());
  }

  void conformersAndAnnotations() {
    PubChemServer server;
    const QString file = m_folder.filePath("more.sdf");
    const Run more = run(server, {"conformers", "2244", "-n", "3", "-o", file, "--json"});
    QVERIFY2(more.code == 0, more.err.constData());
    QVERIFY(more.json()["conformers"].toInt() >= 1);
    QVERIFY(QFileInfo::exists(file));
    const Run headings = run(server, {"annotations", "aspirin"});
    QVERIFY(headings.out.split('\n').contains("Melting Point"));
    const Run melting = run(server, {"annotations", "aspirin", "Melting Point"});
    QVERIFY(melting.out.contains("135 °C (Handbook of Substances)"));
  }

  void entriesGoIntoALibrary() {
    PubChemServer server;
    const QString library = m_folder.filePath("mine.mollib");
    const Run made =
        run(server, {"import", library, "2244", "5234", "--name", "caffeine", "--json"});
    QVERIFY2(made.code == 0, made.err.constData());
    const QJsonArray entries = made.json()["entries"].toArray();
    QCOMPARE(entries.size(), 3);
    for (const QJsonValue& entry : entries) QCOMPARE(entry["arrival"].toString(), QString("added"));
    QCOMPARE(entries.at(2)["title"].toString(), QString("Caffeine"));
    const Run again = run(server, {"import", library, "2244", "99999", "--json"});
    QCOMPARE(again.code, 3);
    QVERIFY(again.json()["entries"].toArray().at(0)["arrival"].toString() != "added");
    QVERIFY(again.json()["entries"].toArray().at(1)["error"].toString().contains("99999"));
  }

  void exitCodes_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("code");
    QTest::newRow("a name nobody has") << QStringList{"find", "glucosse"} << 3;
    QTest::newRow("a CID nobody has") << QStringList{"open", "99999"} << 3;
    QTest::newRow("a SMILES that cannot be read") << QStringList{"find", "C1CC(=O"} << 3;
    QTest::newRow("an unknown kind") << QStringList{"find", "x", "--kind", "taste"} << 2;
    QTest::newRow("a limit of nothing") << QStringList{"find", "x", "--limit", "0"} << 2;
    QTest::newRow("a base that is no address")
        << QStringList{"find", "x", "--base", "nowhere"} << 2;
    QTest::newRow("nothing to import") << QStringList{"import", "a.mollib"} << 2;
    QTest::newRow("a name where a CID belongs") << QStringList{"import", "a.mollib", "water"} << 2;
    QTest::newRow("a server that cannot be reached")
        << QStringList{"find", "x", "--base", "http://127.0.0.1:1/rest"} << 5;
  }
  void exitCodes() {
    QFETCH(QStringList, arguments);
    PubChemServer server;
    if (arguments.contains("--base")) {
      // Its own address instead of the server's.
      QProcess process;
      process.start(MOLLOQUY_CLI, QStringList{"pubchem"} + arguments +
                                      QStringList{"--cache", m_folder.filePath("cache.sqlite")});
      QVERIFY(QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, 60'000));
      QTEST(process.exitCode(), "code");
      QVERIFY(!process.readAllStandardError().isEmpty());
      return;
    }
    const Run done = run(server, arguments);
    QTEST(done.code, "code");
    QVERIFY(!done.err.isEmpty());
  }
};

QTEST_GUILESS_MAIN(PubChemCommandTest)
#include "pubchem_test.moc"
