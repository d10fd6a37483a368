#include <libpq-fe.h>

#include <QTest>
#include <QThread>
#include <thread>

#include "library_fixture.h"
#include "model/library/postgres/server_address.h"
#include "model/library/postgres/server_connection.h"
#include "private_server.h"

using namespace molloquy;
using namespace molloquy::library;

class ServerConnectionTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void addressesAreShownWithoutTheirPassword_data() {
    QTest::addColumn<QString>("location");
    QTest::addColumn<QString>("shown");
    QTest::newRow("a host") << "postgresql://ana:s3cret@db.example:5433/lib"
                            << "postgresql://ana@db.example:5433/lib";
    QTest::newRow("the other spelling") << "postgres://ana:s3cret@db.example/lib"
                                        << "postgresql://ana@db.example/lib";
    QTest::newRow("a password among the options")
        << "postgresql://ana@db.example/lib?password=s3cret"
        << "postgresql://ana@db.example/lib";
    QTest::newRow("a socket") << "postgresql://ana:s3cret@/lib?host=/run/pg"
                              << "postgresql://ana@/lib?host=/run/pg";
  }

  void addressesAreShownWithoutTheirPassword() {
    QFETCH(QString, location);
    QFETCH(QString, shown);
    const auto address = readAddress(location.toStdString());
    QVERIFY(address);
    QCOMPARE(QString::fromStdString(address->shown), shown);
    QCOMPARE(address->database, std::string("lib"));
  }

  void passwordsAreInNoError_data() {
    QTest::addColumn<QString>("location");
    QTest::addColumn<int>("code");
    QTest::newRow("no server there")
        << "postgresql://ana:s3cret@/lib?host=/nowhere" << int(ErrorCode::NotFound);
    QTest::newRow("a wrong address")
        << "postgresql://ana:s3cret%zz@host/lib" << int(ErrorCode::InvalidInput);
    QTest::newRow("a wrong option")
        << "postgresql://ana@host/lib?s3cret=1" << int(ErrorCode::InvalidInput);
  }

  void passwordsAreInNoError() {
    QFETCH(QString, location);
    QFETCH(int, code);
    const auto opened = openLibrary(location.toStdString());
    QVERIFY(!opened);
    QCOMPARE(int(opened.error().code), code);
    QVERIFY(opened.error().toString().find("s3cret") == std::string::npos);
  }

  void theLocationHasNoPassword() {
    std::string location = PrivateServer::instance().newDatabase();
    const std::size_t at = location.find('@');
    QVERIFY(at != std::string::npos);
    location.insert(at, ":s3cret");
    {
      auto library = openLibrary(location);
      QVERIFY2(library, library ? "" : library.error().message.c_str());
      QVERIFY((*library)->info()->location.find("s3cret") == std::string::npos);
    }
    PrivateServer::instance().drop(location);
  }

  void aDatabaseIsMadeALibraryOnce() {
    LibraryFixture fixture;
    const auto again = createLibrary(fixture.place->location(), "Other");
    QVERIFY(!again);
    QVERIFY(again.error().code == ErrorCode::InvalidInput);
    QCOMPARE(openLibrary(fixture.place->location()).value()->info()->name, std::string("Tests"));
  }

  void aNewerLayoutIsTold() {
    LibraryFixture fixture;
    fixture.library.reset();
    administer(fixture, "UPDATE molloquy.library SET layout = 99");
    const auto opened = openLibrary(fixture.place->location());
    QVERIFY(!opened);
    QVERIFY(opened.error().code == ErrorCode::Unsupported);
    QVERIFY(opened.error().message.find("newer version") != std::string::npos);
  }

  void aForeignSchemaIsTold() {
    const std::string location = PrivateServer::instance().newDatabase();
    const std::size_t begin = location.find("molloquy_test_");
    const std::string name = location.substr(begin, location.find('?') - begin);
    PrivateServer::instance().run(name, "CREATE SCHEMA molloquy");
    const auto opened = openLibrary(location);
    QVERIFY(!opened);
    QVERIFY(opened.error().code == ErrorCode::Corrupt);
    PrivateServer::instance().drop(location);
  }

  void aMissingCartridgeIsToldWithItsCommand() {
    const std::string location = PrivateServer::instance().newBareDatabase();
    const std::size_t begin = location.find("molloquy_test_");
    const std::string name = location.substr(begin, location.find('?') - begin);
    // A user without rights cannot add it.
    PrivateServer::instance().run(
        name,
        "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'molloquy_plain') "
        "THEN CREATE ROLE molloquy_plain LOGIN; END IF; END $$");
    std::string plain = location;
    plain.replace(plain.find("postgres@"), 9, "molloquy_plain@");
    const auto opened = openLibrary(plain);
    QVERIFY(!opened);
    QVERIFY(opened.error().code == ErrorCode::Unsupported);
    QVERIFY2(opened.error().message.find("CREATE EXTENSION rdkit;") != std::string::npos,
             opened.error().message.c_str());
    PrivateServer::instance().drop(location);
  }

  void aLostConnectionIsToldAndMadeAnew() {
    LibraryFixture fixture;
    fixture.add(wellKnown());
    cutOff(fixture);
    const auto lost = fixture.library->info();
    QVERIFY(!lost);
    QVERIFY(lost.error().code == ErrorCode::NotFound);
    QVERIFY2(lost.error().message.find("was lost") != std::string::npos,
             lost.error().message.c_str());
    const auto again = fixture.library->info();
    QVERIFY2(again, again ? "" : again.error().message.c_str());
    QCOMPARE(again->molecules, wellKnown().size());
  }

  void aBatchThatIsCutOffLeavesNothing() {
    LibraryFixture fixture;
    cutOff(fixture);
    const std::vector<NewMolecule> batch = wellKnown();
    QVERIFY(!fixture.library->add(batch, ImportMark{"big.sdf", 1, 1}));
    QCOMPARE(fixture.library->info()->molecules, std::size_t(0));
    QVERIFY(!fixture.library->importMark("big.sdf")->has_value());
    QVERIFY(fixture.library->add(batch, {}));
  }

  void aStopCancelsTheRunningStatement() {
    const std::string location = PrivateServer::instance().newDatabase();
    {
      auto connection = ServerConnection::open(location);
      QVERIFY(connection);
      std::stop_source stop;
      std::jthread stopper([&stop] {
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
        stop.request_stop();
      });
      const auto start = std::chrono::steady_clock::now();
      const auto rows = (*connection)->run("SELECT pg_sleep(60)", {}, stop.get_token());
      const auto waited = std::chrono::steady_clock::now() - start;
      QVERIFY(!rows);
      QVERIFY(waited < std::chrono::seconds(20));
      QVERIFY((*connection)->run("SELECT 1"));
    }
    PrivateServer::instance().drop(location);
  }

  void whatIsTypedIsNoSql_data() {
    QTest::addColumn<QString>("text");
    QTest::newRow("a quote and a statement") << "'; DROP SCHEMA molloquy CASCADE; --";
    QTest::newRow("the mark of a bound value") << "$1";
    QTest::newRow("operators of a text query") << "a | !b <-> (c:*";
    QTest::newRow("braces") << "{tier} {0}";
  }

  void whatIsTypedIsNoSql() {
    QFETCH(QString, text);
    LibraryFixture fixture;
    NewMolecule molecule = moleculeOf("CCO", {text.toStdString()}, {text.toStdString()});
    molecule.tags = {text.toStdString()};
    molecule.properties = {{text.toStdString(), "1"}};
    molecule.notes = text.toStdString();
    fixture.add({molecule});
    SearchQuery query = byName(text.toStdString());
    query.words = text.toStdString();
    query.tags = molecule.tags;
    PropertyRange range;
    range.property = text.toStdString();
    query.ranges = {range};
    const auto found = fixture.library->search(query, {}, {});
    QVERIFY2(found, found ? "" : found.error().message.c_str());
    QCOMPARE(found->hits.size(), std::size_t(1));
    QCOMPARE(fixture.library->molecule(MoleculeId(0))->title, text.toStdString());
  }

 private:
  static std::string databaseOf(const LibraryFixture& fixture) {
    const std::string location = fixture.place->location();
    const std::size_t begin = location.find("molloquy_test_");
    return location.substr(begin, location.find('?') - begin);
  }
  static void administer(const LibraryFixture& fixture, const std::string& sql) {
    PrivateServer::instance().run(databaseOf(fixture), sql);
  }
  /// Ends the library's session on the server.
  static void cutOff(const LibraryFixture& fixture) {
    administer(fixture,
               "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE "
               "datname = current_database() AND pid <> pg_backend_pid()");
  }
};

QTEST_GUILESS_MAIN(ServerConnectionTest)
#include "server_connection_test.moc"
