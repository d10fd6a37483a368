#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

namespace {

constexpr int kOk = 0;
constexpr int kUsage = 2;
constexpr int kBadInput = 3;

const QByteArray kTable =
    "name\tsmiles\tdescription\tlogP\n"
    "ethanol\tCCO\tA clear liquid that burns.\t-0.1\n"
    "benzene\tc1ccccc1\tA ring of six carbons.\t2.1\n"
    "phenol\tOc1ccccc1\tA ring with a hydroxyl group.\t1.5\n"
    "open\tC1CC\tA ring that is never closed.\t0\n";

struct Ended {
  int code = -1;
  QByteArray output;
  QByteArray errors;
};

Ended run(const QStringList& arguments) {
  QProcess process;
  process.start(QStringLiteral(MOLLOQUY_CLI), arguments);
  process.waitForFinished(50'000);
  return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
          process.readAllStandardOutput(), process.readAllStandardError()};
}

QStringList titlesIn(const QByteArray& lines) {
  QStringList titles;
  for (const QByteArray& line : lines.split('\n')) {
    if (line.isEmpty()) continue;
    titles << QJsonDocument::fromJson(line).object().value(QLatin1String("title")).toString();
  }
  titles.sort();
  return titles;
}

}  // namespace

/// The library commands as the shell sees them.
class LibraryCommandsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void searchesFindWhatHolds_data();
  void searchesFindWhatHolds();
  void aMoleculeIsShownAndChanged();
  void whatIsExportedIsImportedAgain();
  void endsWithTheDocumentedCode_data();
  void endsWithTheDocumentedCode();

 private:
  [[nodiscard]] QString path(const char* name) const {
    return m_folder.filePath(QLatin1String(name));
  }
  QTemporaryDir m_folder;
};

void LibraryCommandsTest::initTestCase() {
  QFile file(path("table.tsv"));
  QVERIFY(file.open(QIODevice::WriteOnly));
  file.write(kTable);
  file.close();
  QCOMPARE(run({"library", "create", path("a.mollib"), "--name", "Mine"}).code, kOk);
  const Ended import =
      run({"library", "import", path("a.mollib"), path("table.tsv"), "--tag", "own", "--json"});
  QCOMPARE(import.code, kOk);
  const QJsonObject report = QJsonDocument::fromJson(import.output).object();
  QCOMPARE(report.value(QLatin1String("added")).toInt(), 3);
  QCOMPARE(report.value(QLatin1String("refused")).toInt(), 1);
  QVERIFY2(import.errors.contains("table.tsv, line 5"), import.errors.constData());
}

void LibraryCommandsTest::searchesFindWhatHolds_data() {
  QTest::addColumn<QStringList>("question");
  QTest::addColumn<QStringList>("titles");
  QTest::newRow("all") << QStringList{} << QStringList{"benzene", "ethanol", "phenol"};
  QTest::newRow("the beginning of a name")
      << QStringList{"--name", "eth"} << QStringList{"ethanol"};
  QTest::newRow("words") << QStringList{"--text", "ring"} << QStringList{"benzene", "phenol"};
  QTest::newRow("a substructure") << QStringList{"--substructure", "c1ccccc1"}
                                  << QStringList{"benzene", "phenol"};
  QTest::newRow("a substructure and words")
      << QStringList{"--substructure", "c1ccccc1", "--text", "hydroxyl"} << QStringList{"phenol"};
  QTest::newRow("the most similar")
      << QStringList{"--similar", "Oc1ccccc1", "--limit", "1"} << QStringList{"phenol"};
  QTest::newRow("similar by keys")
      << QStringList{"--similar", "CCO", "--by", "maccs", "--at-least", "0.99"}
      << QStringList{"ethanol"};
  QTest::newRow("a range of a computed value")
      << QStringList{"--range", "mass=70..80"} << QStringList{"benzene"};
  QTest::newRow("a range of the records' value")
      << QStringList{"--range", "logP=..1"} << QStringList{"ethanol"};
  QTest::newRow("a tag that none has") << QStringList{"--tag", "other"} << QStringList{};
}

void LibraryCommandsTest::searchesFindWhatHolds() {
  QFETCH(QStringList, question);
  QFETCH(QStringList, titles);
  const Ended ended = run(QStringList{"library", "search", path("a.mollib"), "--json"} + question);
  QVERIFY2(ended.code == kOk, ended.errors.constData());
  QCOMPARE(titlesIn(ended.output), titles);
}

void LibraryCommandsTest::aMoleculeIsShownAndChanged() {
  const QString key = "LFQSCWFLJHTTHZ-UHFFFAOYSA-N";
  QVERIFY(run({"library", "show", path("a.mollib"), key}).output.contains("burns"));
  QCOMPARE(run({"library", "tag", path("a.mollib"), key, "solvent", "fuel"}).code, kOk);
  QCOMPARE(run({"library", "note", path("a.mollib"), key, "in the red bottle"}).code, kOk);
  const QJsonObject shown =
      QJsonDocument::fromJson(run({"library", "show", path("a.mollib"), key, "--json"}).output)
          .object();
  QCOMPARE(shown.value(QLatin1String("tags")).toArray().size(), 2);
  QCOMPARE(shown.value(QLatin1String("notes")).toString(), QString("in the red bottle"));
}

void LibraryCommandsTest::whatIsExportedIsImportedAgain() {
  QCOMPARE(run({"library", "export", path("a.mollib"), "-o", path("out.sdf")}).code, kOk);
  QCOMPARE(run({"library", "create", path("b.mollib")}).code, kOk);
  QCOMPARE(run({"library", "import", path("b.mollib"), path("out.sdf")}).code, kOk);
  QCOMPARE(run({"library", "remove", path("b.mollib"), "0"}).code, kOk);
  QCOMPARE(titlesIn(run({"library", "search", path("b.mollib"), "--json"}).output).size(), 2);
  QVERIFY(run({"library", "info", path("b.mollib")}).output.contains("Molecules     2"));
}

void LibraryCommandsTest::endsWithTheDocumentedCode_data() {
  QTest::addColumn<QStringList>("arguments");
  QTest::addColumn<int>("code");
  QTest::addColumn<QByteArray>("words");
  const QString file = path("a.mollib");
  const auto row = [](const char* name, const QStringList& arguments, int code, const char* words) {
    QTest::newRow(name) << (QStringList{"library"} + arguments) << code << QByteArray(words);
  };
  row("no command", {}, kUsage, "subcommand");
  row("a library that is not there", {"info", path("none.mollib")}, kBadInput, "none.mollib");
  row("a library that is none", {"info", path("table.tsv")}, kBadInput, "table.tsv");
  row("a library that exists", {"create", file}, kBadInput, "a.mollib");
  row("a file that is not there", {"import", file, path("none.sdf")}, kBadInput, "does not exist");
  row("a role that is none", {"import", file, path("table.tsv"), "--map", "name=colour"}, kUsage,
      "gives a column no role");
  row("a column that is none", {"import", file, path("table.tsv"), "--map", "nam=name"}, kUsage,
      "no column \"nam\"");
  row("a wrong SMARTS", {"search", file, "--substructure", "CC[OX2"}, kBadInput, "column 7");
  row("a wrong SMILES", {"search", file, "--similar", "C1CC"}, kBadInput, "ring");
  row("a wrong range", {"search", file, "--range", "mass=heavy"}, kBadInput, "is no range");
  row("a molecule that is not there", {"show", file, "99"}, kBadInput, "99");
  row("a key that is not there", {"show", file, "AAAAAAAAAAAAAA-AAAAAAAAAA-N"}, kBadInput,
      "no molecule");
  row("an export of no format", {"export", file, "-o", path("out.doc")}, kUsage, "no format");
}

void LibraryCommandsTest::endsWithTheDocumentedCode() {
  QFETCH(QStringList, arguments);
  QFETCH(int, code);
  QFETCH(QByteArray, words);
  const Ended ended = run(arguments);
  QVERIFY2(ended.code == code, ended.errors.constData());
  QVERIFY2(ended.errors.contains(words), ended.errors.constData());
}

QTEST_GUILESS_MAIN(LibraryCommandsTest)
#include "library_commands_test.moc"
