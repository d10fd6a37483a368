#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>

namespace {

constexpr int kOk = 0;
constexpr int kUsage = 2;
constexpr int kBadInput = 3;
constexpr int kEnvironment = 5;

const QByteArray kTable =
    "CID\tSMILES\tdescription\n"
    "702\tCCO\tA clear liquid that burns.\n"
    "6324\tCC\tA gas.\n"
    "7\tC1CC\tA ring that is never closed.\n"
    "8\tO\n"
    "297\tC\tThe smallest alkane.\n";

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

QJsonObject objectFrom(const QByteArray& text) { return QJsonDocument::fromJson(text).object(); }

}  // namespace

/// data import and data check as the shell sees them.
class DataCommandsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyRowIsTakenOrListed();
  void endsWithTheDocumentedCode_data();
  void endsWithTheDocumentedCode();
  void nothingIsWrittenOnFailure();
  void checksTellAndMend();
  void interruptsEndCleanly();

 private:
  QString write(const QString& name, const QByteArray& bytes) {
    QFile file(m_folder.filePath(name));
    if (!file.open(QIODevice::WriteOnly)) qFatal("cannot write");
    file.write(bytes);
    return file.fileName();
  }
  QByteArray read(const QString& name) {
    QFile file(m_folder.filePath(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  }
  QTemporaryDir m_folder;
};

void DataCommandsTest::everyRowIsTakenOrListed() {
  const QString table = write("t.tsv", kTable);
  const Ended ended = run({"data", "import", table, "-o", m_folder.filePath("t.jsonl"), "--split",
                           "train", "--rejects", m_folder.filePath("r.tsv"), "--json"});
  QCOMPARE(ended.code, kOk);
  const QJsonObject report = objectFrom(ended.output);
  QCOMPARE(report["format"].toString(), QString("molt5"));
  QCOMPARE(report["taken"].toInt(), 3);
  QCOMPARE(report["rejected"].toInt(), 2);
  QCOMPARE(report["reasons"].toObject()["wrong number of columns"].toInt(), 1);
  QCOMPARE(read("t.jsonl").count('\n'), 3);
  const QList<QByteArray> rejects = read("r.tsv").split('\n');
  QCOMPARE(rejects.value(0), QByteArray("line\trow\tkind\treason"));
  QVERIFY(rejects.value(1).startsWith("4\t7\tSMILES cannot be read\t"));
  QVERIFY(rejects.value(2).startsWith("5\t8\twrong number of columns\t"));
  QVERIFY(ended.errors.contains("line 4"));
}

void DataCommandsTest::endsWithTheDocumentedCode_data() {
  QTest::addColumn<QStringList>("arguments");
  QTest::addColumn<int>("code");
  QTest::addColumn<QByteArray>("sentence");
  const auto row = [](const char* name, const QStringList& arguments, int code,
                      const char* sentence) {
    QTest::addRow("%s", name) << arguments << code << QByteArray(sentence);
  };
  row("no command of the group", {"data"}, kUsage, "subcommand");
  row("no output", {"data", "import", "TABLE"}, kUsage, "--output");
  row("an unknown format", {"data", "import", "TABLE", "-o", "OUT", "--format", "xml"}, kUsage,
      "xml");
  row("a column that names no place",
      {"data", "import", "TABLE", "-o", "OUT", "--column", "SMILES"}, kUsage, "PLACE=COLUMN");
  row("a column that is not there",
      {"data", "import", "TABLE", "-o", "OUT", "--column", "answer=text"}, kBadInput,
      "\"description\"");
  row("the corpus in place of its source", {"data", "import", "TABLE", "-o", "TABLE"}, kUsage,
      "replace");
  row("a folder that is not there", {"data", "import", "TABLE", "-o", "/nowhere/c.jsonl"},
      kEnvironment, "/nowhere");
  row("a file that is not there", {"data", "import", "/nowhere.tsv", "-o", "OUT"}, kBadInput,
      "/nowhere.tsv");
  row("an empty file", {"data", "import", "EMPTY", "-o", "OUT"}, kBadInput, "is empty");
  row("questions without structures", {"data", "import", "MOIT", "-o", "OUT"}, kBadInput,
      "--structures");
  row("a fix without a place for it", {"data", "check", "TABLE", "--fix"}, kUsage, "--output");
  row("a flaw that does not exist", {"data", "check", "TABLE", "--keep", "ugly"}, kUsage, "ugly");
  row("held-out data that are not there", {"data", "check", "TABLE", "--against", "/nowhere.smi"},
      kBadInput, "/nowhere.smi");
}

void DataCommandsTest::endsWithTheDocumentedCode() {
  QFETCH(QStringList, arguments);
  QFETCH(int, code);
  QFETCH(QByteArray, sentence);
  const QHash<QString, QString> files{{"TABLE", write("t.tsv", kTable)},
                                      {"EMPTY", write("e.tsv", "")},
                                      {"MOIT", write("m.json", "[{\"input\": \"1\"}]")},
                                      {"OUT", m_folder.filePath("out.jsonl")}};
  for (QString& argument : arguments) argument = files.value(argument, argument);
  const Ended ended = run(arguments);
  QCOMPARE(ended.code, code);
  QVERIFY2(ended.errors.contains(sentence), ended.errors.constData());
}

void DataCommandsTest::nothingIsWrittenOnFailure() {
  const QString table = write("bad.tsv", "CID\tSMILES\tdescription\n1\tC1\tA text.\n");
  const Ended ended = run({"data", "import", table, "-o", m_folder.filePath("never.jsonl")});
  QCOMPARE(ended.code, kBadInput);
  QVERIFY(!QFile::exists(m_folder.filePath("never.jsonl")));
}

void DataCommandsTest::checksTellAndMend() {
  const QString table = write("t.tsv", kTable + "9\tC(C)O\tThe same once more.\n");
  const QString test = write("test.smi", "CC ethane\n");
  const QString fixed = m_folder.filePath("fixed.jsonl");
  const Ended ended =
      run({"data", "check", table, "--against", test, "--fix", "-o", fixed, "--json"});
  QVERIFY2(ended.code == kOk, ended.errors.constData());
  const QJsonObject report = objectFrom(ended.output);
  QCOMPARE(report["lines"].toInt(), 6);
  const QJsonObject flaws = report["flaws"].toObject();
  QCOMPARE(flaws["leak"].toInt(), 1);
  QCOMPARE(flaws["duplicate"].toInt(), 1);
  QCOMPARE(flaws["unreadable-line"].toInt(), 2);
  QCOMPARE(report["findings"].toArray().size(), 4);
  QCOMPARE(report["fix"].toObject()["kept"].toInt(), 2);
  QCOMPARE(read("fixed.jsonl").count('\n'), 2);
  const Ended again = run({"data", "check", fixed, "--against", test});
  QCOMPARE(again.code, kOk);
  QVERIFY(again.output.contains("Nothing is wrong with these lines."));
}

void DataCommandsTest::interruptsEndCleanly() {
  QByteArray table = "CID\tSMILES\tdescription\n";
  for (int i = 0; i < 400'000; ++i) table += QByteArray::number(i) + "\tCCO\tA text to learn.\n";
  const QString file = write("large.tsv", table);
  QProcess process;
  process.start(QStringLiteral(MOLLOQUY_CLI), {"data", "check", file, "--json", "--threads", "1"});
  // The program tells of long work when it is under way.
  QVERIFY(process.waitForStarted());
  process.setReadChannel(QProcess::StandardError);
  QVERIFY(process.waitForReadyRead(20'000));
  ::kill(static_cast<pid_t>(process.processId()), SIGINT);
  QVERIFY(process.waitForFinished(20'000));
  QCOMPARE(process.exitStatus(), QProcess::NormalExit);
  QCOMPARE(process.exitCode(), kOk);
  QCOMPARE(objectFrom(process.readAllStandardOutput())["finish"].toString(), QString("stopped"));
}

QTEST_GUILESS_MAIN(DataCommandsTest)
#include "data_commands_test.moc"
