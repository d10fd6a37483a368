#include <sqlite3.h>
#include <sys/resource.h>
#include <unistd.h>

#include <QTest>
#include <csignal>
#include <fstream>

#include "library_fixture.h"

using namespace molloquy;
using namespace molloquy::library;
namespace fs = std::filesystem;

namespace {

void writeBytes(const fs::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
}

void runSql(const fs::path& file, const char* sql) {
  sqlite3* handle = nullptr;
  QCOMPARE(sqlite3_open(file.c_str(), &handle), SQLITE_OK);
  QCOMPARE(sqlite3_exec(handle, sql, nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(handle);
}

SearchQuery similarTo(const std::string& smiles) {
  SearchQuery query;
  query.similar = SimilarTo{moleculeOf(smiles).molecule, nullptr, Likeness::Morgan, 0.2};
  return query;
}

/// Acts as a user without rights for as long as it lives.
class WithoutRights {
 public:
  explicit WithoutRights(const fs::path& folder) : m_folder(folder) {
    fs::permissions(m_folder, fs::perms(0555));
    if (geteuid() == 0 && seteuid(65'534) != 0) qFatal("the test's user cannot be changed");
  }
  ~WithoutRights() {
    if (getuid() == 0 && seteuid(0) != 0) qFatal("the test's user cannot be changed back");
    fs::permissions(m_folder, fs::perms(0755));
  }

 private:
  fs::path m_folder;
};

}  // namespace

class LibraryOpeningTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void whatIsNoLibraryIsTold_data() {
    QTest::addColumn<QString>("kind");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("part");
    const int corrupt = static_cast<int>(ErrorCode::Corrupt);
    QTest::newRow("a file that is not there")
        << "none" << int(ErrorCode::NotFound) << "There is no library";
    QTest::newRow("a folder") << "folder" << corrupt << "it is no file";
    QTest::newRow("an empty file") << "empty" << corrupt << "it is too short";
    QTest::newRow("a text") << "text" << corrupt << "it is no SQLite file";
    QTest::newRow("a database of another program") << "database" << corrupt << "another program";
    QTest::newRow("a newer layout") << "newer" << int(ErrorCode::Unsupported) << "newer version";
    QTest::newRow("a library that was cut off") << "cut" << corrupt << "is damaged";
  }

  void whatIsNoLibraryIsTold() {
    QFETCH(QString, kind);
    QFETCH(int, code);
    QFETCH(QString, part);
    LibraryFixture fixture;
    fixture.add(wellKnown());
    fixture.library.reset();
    const fs::path file = fixture.file();
    if (kind == "none") fs::remove(file);
    if (kind == "folder") fs::remove(file), fs::create_directory(file);
    if (kind == "empty") writeBytes(file, "");
    if (kind == "text") writeBytes(file, std::string(500, 'a'));
    if (kind == "database") fs::remove(file), runSql(file, "CREATE TABLE a (b)");
    if (kind == "newer") runSql(file, "PRAGMA user_version = 99");
    if (kind == "cut") fs::resize_file(file, 4'096 * 3);
    const auto opened = openLibrary(file.string());
    QVERIFY(!opened);
    QCOMPARE(static_cast<int>(opened.error().code), code);
    const QString message = QString::fromStdString(opened.error().message);
    QVERIFY2(message.contains(part), qPrintable(message));
    QVERIFY2(message.contains("tests.mollib"), qPrintable(message));
  }

  void aLibraryIsMadeOnce() {
    LibraryFixture fixture;
    const auto again = createLibrary(fixture.file(), "Other");
    QVERIFY(!again);
    QVERIFY(again.error().code == ErrorCode::InvalidInput);
    const auto nowhere = createLibrary(fixture.file().parent_path() / "no" / "a.mollib", "Other");
    QVERIFY(!nowhere);
    QVERIFY(nowhere.error().code == ErrorCode::NotFound);
    QVERIFY(!createLibrary("postgresql://host/base", "Other"));
  }

  void signsInAFileNameDoNoHarm() {
    QTemporaryDir folder;
    const fs::path file = fs::path(folder.path().toStdString()) / "50% #1?.mollib";
    QVERIFY(createLibrary(file, "Signs"));
    QVERIFY(fs::exists(file));
    QVERIFY(openLibrary(file.string()));
  }

  void aDamagedFileOfVectorsIsMended_data() {
    QTest::addColumn<QString>("damage");
    QTest::newRow("missing") << "missing";
    QTest::newRow("cut off") << "cut";
    QTest::newRow("overwritten") << "overwritten";
    QTest::newRow("empty") << "empty";
  }

  void aDamagedFileOfVectorsIsMended() {
    QFETCH(QString, damage);
    LibraryFixture fixture;
    auto molecules = wellKnown();
    molecules[3] = withShape(molecules[3]);
    fixture.add(molecules);
    const QStringList before = fixture.titles(similarTo("Oc1ccccc1"));
    QVERIFY(before.size() > 3);
    fixture.library.reset();
    const fs::path vectors = fixture.file().string() + "-vectors";
    if (damage == "missing") fs::remove(vectors);
    if (damage == "cut") fs::resize_file(vectors, fs::file_size(vectors) / 2);
    if (damage == "overwritten") writeBytes(vectors, std::string(100'000, 'x'));
    if (damage == "empty") writeBytes(vectors, "");
    for (int turn = 0; turn < 2; ++turn) {
      fixture.reopen();
      const QString note = QString::fromStdString(fixture.library->info()->note);
      if (turn == 0) QVERIFY2(note.contains("16 molecules were computed again"), qPrintable(note));
      if (turn == 1) QCOMPARE(note, QString());
      QCOMPARE(fixture.library->mend({}, {}).value_or(99), std::size_t(0));
      QCOMPARE(fixture.titles(similarTo("Oc1ccccc1")), before);
      QCOMPARE(fixture.titles(bySubstructure("C(=O)Oc1ccccc1")), QStringList{"Aspirin"});
      SearchQuery heavy;
      heavy.ranges = {{Computed::AverageMass, {}, 190}};
      QCOMPARE(fixture.titles(heavy), QStringList{"Caffeine"});
      SearchQuery shape;
      shape.similar = SimilarTo{
          molecules[3].molecule,
          std::make_shared<chem::Conformer>(molecules[3].conformers[0].conformer), Likeness::Shape};
      QCOMPARE(fixture.titles(shape), QStringList{"Aspirin"});
    }
  }

  void oneWritesWhileAnotherReads() {
    LibraryFixture fixture;
    const auto reader = openLibrary(fixture.file().string());
    QVERIFY(reader);
    std::size_t molecules = 0;
    for (const NewMolecule& molecule : wellKnown()) {
      fixture.add({molecule});
      ++molecules;
      QCOMPARE((*reader)->info()->molecules, molecules);
      const auto found = (*reader)->search(bySubstructure("*"), {}, {});
      QVERIFY(found);
      QCOMPARE(found->hits.size(), molecules);
    }
    QVERIFY(fixture.library->remove(std::vector{MoleculeId(0)}));
    QCOMPARE((*reader)->search({}, {}, {})->total, std::optional(molecules - 1));
  }

  void twoWriteByTurns() {
    LibraryFixture fixture;
    const auto other = openLibrary(fixture.file().string());
    QVERIFY(other);
    const auto molecules = wellKnown();
    for (std::size_t place = 0; place < molecules.size(); ++place) {
      MoleculeLibrary& writer = place % 2 == 0 ? *fixture.library : **other;
      const auto added = writer.add(std::span(&molecules[place], 1), {});
      QVERIFY(added);
      QCOMPARE(added->front().id.value, static_cast<std::int64_t>(place));
    }
    for (const SearchQuery& query : {bySubstructure("*"), similarTo("c1ccccc1"), byName("a")}) {
      const QStringList here = fixture.titles(query);
      QCOMPARE(fixture.titlesOf((*other)->search(query, {}, {})->hits), here);
    }
    fixture.reopen();
    QCOMPARE(fixture.titles(bySubstructure("*")).size(), qsizetype(molecules.size()));
    QCOMPARE(fixture.library->info()->note, std::string());
  }

  void aLibraryThatMayNotBeWrittenIsRead() {
    LibraryFixture fixture;
    fixture.add(wellKnown());
    fixture.library.reset();
    const WithoutRights without(fixture.file().parent_path());
    const auto opened = openLibrary(fixture.file().string());
    QVERIFY2(opened, opened ? "" : opened.error().message.c_str());
    QVERIFY((*opened)->info()->note.find("read only") != std::string::npos);
    QCOMPARE((*opened)->search(bySubstructure("c1ccccc1"), {}, {})->total,
             std::optional<std::size_t>(5));
    QCOMPARE((*opened)->suggest("asp", 3)->size(), std::size_t(1));
    const auto added = (*opened)->add(wellKnown(), {});
    QVERIFY(!added);
    QVERIFY2(added.error().message.find("may not be written") != std::string::npos,
             added.error().message.c_str());
    MoleculeChange note;
    note.notes = "x";
    const auto changed = (*opened)->change(MoleculeId(0), note);
    QVERIFY(!changed);
  }

  void aDiskThatTakesNoMoreIsTold() {
    LibraryFixture fixture;
    fixture.add({wellKnown()[0]});
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit small = before;
    small.rlim_cur = 1'000;
    setrlimit(RLIMIT_FSIZE, &small);
    MoleculeChange note;
    note.notes = "x";
    const auto refused = fixture.library->add(wellKnown(), {});
    const auto change = fixture.library->change(MoleculeId(0), note);
    setrlimit(RLIMIT_FSIZE, &before);
    QVERIFY(!refused);
    QVERIFY2(refused.error().message.find("tests.mollib") != std::string::npos,
             refused.error().message.c_str());
    QVERIFY(!change);
    // With room again, everything is as it was and goes on.
    QCOMPARE(fixture.library->info()->molecules, std::size_t(1));
    QCOMPARE(fixture.add(wellKnown()).size(), wellKnown().size());
    fixture.reopen();
    QCOMPARE(fixture.library->info()->note, std::string());
    QCOMPARE(fixture.titles(bySubstructure("*")).size(), qsizetype(wellKnown().size()));
  }
};

QTEST_GUILESS_MAIN(LibraryOpeningTest)
#include "library_opening_test.moc"
