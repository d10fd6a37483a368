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

struct Ended {
  int code = -1;
  QByteArray output;
  QByteArray errors;
  [[nodiscard]] QJsonObject object() const { return QJsonDocument::fromJson(output).object(); }
};

Ended run(const QStringList& arguments, const QString& plugins = {}) {
  QProcess process;
  if (!plugins.isEmpty()) {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("MOLLOQUY_PLUGIN_DIR"), plugins);
    process.setProcessEnvironment(environment);
  }
  process.start(QStringLiteral(MOLLOQUY_CLI), arguments);
  process.waitForFinished(50'000);
  return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

}  // namespace

/// `molloquy-cli data questions` and `data label`.
class DataGeneratorsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void questionsAboutATable();
  void aTableIsCompared();
  void wrongUseIsTold_data();
  void wrongUseIsTold();
  void withoutItsWorkerLabellingIsRefused();
  void conformersAreLabelled();
  void anInterruptedRunIsGoneOnWith();

 private:
  [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }
  QList<QJsonObject> linesOf(const QString& name) const;
  void write(const QString& name, const QByteArray& bytes) const;

  QTemporaryDir m_folder;
};

void DataGeneratorsTest::initTestCase() {
  write("table.tsv", "cid\tsmiles\tcomplexity\n1\tCCO\t2.75\n2\tC1CC\t1\n3\tc1ccccc1\t15.5\n");
  QByteArray many = "cid\tsmiles\n";
  for (int i = 1; i <= 400; ++i) {
    many += QByteArray::number(i) + "\tOC" + QByteArray(5 + i % 20, 'C') + "N\n";
  }
  write("many.tsv", many);
  write("empty.tsv", "");
}

void DataGeneratorsTest::write(const QString& name, const QByteArray& bytes) const {
  QFile file(path(name));
  QVERIFY(file.open(QIODevice::WriteOnly));
  QCOMPARE(file.write(bytes), bytes.size());
}

QList<QJsonObject> DataGeneratorsTest::linesOf(const QString& name) const {
  QList<QJsonObject> lines;
  QFile file(path(name));
  if (!file.open(QIODevice::ReadOnly)) return lines;
  while (!file.atEnd()) lines << QJsonDocument::fromJson(file.readLine()).object();
  return lines;
}

void DataGeneratorsTest::questionsAboutATable() {
  const Ended ended = run({"data", "questions", path("table.tsv"), "-o", path("questions.jsonl"),
                           "--properties", "logp,mw", "--rejects", path("left.tsv"), "--json"});
  QCOMPARE(ended.code, kOk);
  QCOMPARE(ended.object()["entries"].toInt(), 2);
  QCOMPARE(ended.object()["questions"].toInt(), 4);
  QCOMPARE(ended.object()["rejected"].toInt(), 1);
  QVERIFY(ended.errors.contains("line 3"));
  const auto lines = linesOf("questions.jsonl");
  QCOMPARE(lines.size(), 2);
  QVERIFY(lines[0]["source"].toString().contains("Wildman-Crippen LogP, not XLogP3"));
  QFile rejects(path("left.tsv"));
  QVERIFY(rejects.open(QIODevice::ReadOnly));
  QCOMPARE(rejects.readAll().count('\n'), 2);
}

void DataGeneratorsTest::aTableIsCompared() {
  const Ended ended = run({"data", "questions", path("table.tsv"), "--check"});
  QCOMPARE(ended.code, kOk);
  QVERIFY2(ended.output.startsWith("complexity           2 of 2 agree (100.0 %)"),
           ended.output.constData());
}

void DataGeneratorsTest::wrongUseIsTold_data() {
  QTest::addColumn<QStringList>("arguments");
  QTest::addColumn<int>("code");
  QTest::addColumn<QByteArray>("words");
  const QString table = path("table.tsv");
  const QString out = path("x.jsonl");
  QTest::newRow("neither an output nor a comparison")
      << QStringList{"data", "questions", table} << kUsage << QByteArray("either --output");
  QTest::newRow("both of them") << QStringList{"data", "questions", table, "-o", out, "--check"}
                                << kUsage << QByteArray("either --output");
  QTest::newRow("an unknown property")
      << QStringList{"data", "questions", table, "-o", out, "--properties", "mw,weight"} << kUsage
      << QByteArray("weight");
  QTest::newRow("a corpus over its own input")
      << QStringList{"data", "questions", table, "-o", table} << kUsage << QByteArray("replace");
  QTest::newRow("labels over their own input")
      << QStringList{"data", "label", table, "-o", table} << kUsage << QByteArray("replace");
  QTest::newRow("a missing file") << QStringList{"data", "questions", path("none.tsv"), "-o", out}
                                  << kBadInput << QByteArray("none.tsv");
  QTest::newRow("an empty file") << QStringList{"data", "questions", path("empty.tsv"), "-o", out}
                                 << kBadInput << QByteArray("empty");
  QTest::newRow("no cores") << QStringList{"data", "label", table, "-o", out, "--jobs", "0"}
                            << kUsage << QByteArray("--jobs");
}

void DataGeneratorsTest::wrongUseIsTold() {
  QFETCH(QStringList, arguments);
  QFETCH(int, code);
  QFETCH(QByteArray, words);
  const Ended ended = run(arguments);
  QCOMPARE(ended.code, code);
  QVERIFY2(ended.errors.contains(words), ended.errors.constData());
  QVERIFY(!QFile::exists(path("x.jsonl")));
}

void DataGeneratorsTest::withoutItsWorkerLabellingIsRefused() {
  const Ended ended =
      run({"data", "label", path("table.tsv"), "-o", path("x.jsonl")}, m_folder.path());
  QCOMPARE(ended.code, kEnvironment);
  QVERIFY2(ended.errors.contains("xtb"), ended.errors.constData());
  QVERIFY(!QFile::exists(path("x.jsonl")));
}

void DataGeneratorsTest::conformersAreLabelled() {
#ifndef MOLLOQUY_WITH_XTB
  const Ended refused = run({"data", "label", path("table.tsv"), "-o", path("x.jsonl")});
  QCOMPARE(refused.code, kEnvironment);
  QVERIFY(refused.errors.contains("This build has no xtb"));
#else
  const Ended ended = run({"data", "label", path("table.tsv"), "-o", path("labels.jsonl"), "--jobs",
                           "2", "--conformers", "2", "--json"});
  QVERIFY2(ended.code == kOk, ended.errors.constData());
  QCOMPARE(ended.object()["method"].toString(), QStringLiteral("GFN2-xTB"));
  QCOMPARE(ended.object()["labelled"].toInt(), 2);
  const auto lines = linesOf("labels.jsonl");
  QCOMPARE(lines.size(), ended.object()["entries"].toInt());
  for (const QJsonObject& line : lines) {
    QCOMPARE(line["conformers"].toArray().size(), 1);
    QCOMPARE(line["pairs"].toArray().size(), 5);
    QVERIFY(line["source"].toString().contains("GFN2-xTB"));
  }
  QVERIFY(!QFile::exists(path("labels.jsonl.journal")));
#endif
}

void DataGeneratorsTest::anInterruptedRunIsGoneOnWith() {
#ifdef MOLLOQUY_WITH_XTB
  const QStringList arguments = {"data",   "label", path("many.tsv"), "-o", path("many.jsonl"),
                                 "--jobs", "2"};
  QProcess process;
  process.start(QStringLiteral(MOLLOQUY_CLI), arguments);
  const QString journal = path("many.jsonl.journal");
  QTRY_VERIFY_WITH_TIMEOUT(QFile(journal).size() > 20'000, 60'000);
  ::kill(static_cast<pid_t>(process.processId()), SIGINT);
  QVERIFY(process.waitForFinished(50'000));
  QCOMPARE(process.exitStatus(), QProcess::NormalExit);
  QCOMPARE(process.exitCode(), kOk);
  QVERIFY(process.readAllStandardError().contains("--resume"));
  const auto kept = linesOf("many.jsonl").size();
  QVERIFY(kept > 0 && kept < 400);
  QVERIFY(QFile::exists(journal));
  const Ended refused = run(arguments);
  QCOMPARE(refused.code, kBadInput);
  QVERIFY(refused.errors.contains("--resume"));
  const Ended resumed =
      run(arguments + QStringList{"--resume", "--limit", QString::number(kept), "--json"});
  QVERIFY2(resumed.code == kOk, resumed.errors.constData());
  QVERIFY(resumed.object()["resumed"].toInt() > 0);
#endif
}

QTEST_GUILESS_MAIN(DataGeneratorsTest)
#include "data_generators_test.moc"
