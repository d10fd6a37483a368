// Figures of small files of predictions, through the program.
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QProcessEnvironment>
#include <QTemporaryDir>
#include <QTest>

namespace {

const QByteArray kCaptions =
    "SMILES\tground truth\toutput\n"
    "CCO\tIt is a primary alcohol with two carbon atoms.\tIt is an alcohol with two carbons.\n"
    "CC(=O)O\tIt is a simple carboxylic acid.\tIt is a simple carboxylic acid.\n"
    "c1ccccc1\tIt is an aromatic ring of six atoms.\n";

struct Ended {
  int code = -1;
  QByteArray out;
  QByteArray err;
  [[nodiscard]] QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
};

}  // namespace

class ScoreTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void captionsHaveTheirFigures();
  void withoutTheDictionaryTheOthersStand();
  void theSameFileHasNoDifference();
  void otherRowsAreNotCompared();
  void structuresHaveTheirFigures();
  void propertiesAreReadInTwoWays();
  void wrongLinesAreToldWithTheirCode_data();
  void wrongLinesAreToldWithTheirCode();

 private:
  QString write(const QString& name, const QByteArray& content) const {
    QFile file(m_folder.filePath(name));
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size()
               ? file.fileName()
               : QString();
  }
  static Ended score(const QStringList& arguments, const QString& wordNet = {}) {
    QProcess program;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    if (!wordNet.isEmpty()) environment.insert("WNSEARCHDIR", wordNet);
    program.setProcessEnvironment(environment);
    program.start(MOLLOQUY_CLI, QStringList{"score"} + arguments);
    if (!program.waitForFinished(60000)) return {};
    return {program.exitCode(), program.readAllStandardOutput(), program.readAllStandardError()};
  }

  QTemporaryDir m_folder;
};

void ScoreTest::captionsHaveTheirFigures() {
  const QString path = write("captions.txt", kCaptions);
  for (const char* tokens : {"scibert", "words"}) {
    const Ended ended = score({"--task", "caption", "--predictions", path, "--tokens", tokens,
                               "--bootstrap", "50", "--samples", "1", "--json"});
    QCOMPARE(ended.code, 0);
    const QJsonObject report = ended.json();
    const QJsonObject metrics = report["metrics"].toObject();
    QCOMPARE(metrics.keys(),
             (QStringList{"bleu2", "bleu4", "meteor", "rouge1", "rouge2", "rougeL"}));
    // One row is equal, one empty; of the third 5 of 9 and 7 words are common, in one order.
    QVERIFY(qAbs(metrics["rouge1"].toDouble() - (1.0 + 0.0 + 10.0 / 16.0) / 3.0) < 1e-9);
    QVERIFY(metrics["meteor"].toDouble() > 0.3 && metrics["meteor"].toDouble() < 0.7);
    const QJsonArray interval = report["intervals"]["bleu2"].toArray();
    QVERIFY(interval[0].toDouble() <= metrics["bleu2"].toDouble());
    QVERIFY(interval[1].toDouble() >= metrics["bleu2"].toDouble());
    QCOMPARE(report["data"]["rows"].toInt(), 3);
    QCOMPARE(report["data"]["sha256"].toString().size(), 64);
    QCOMPARE(report["remarks"].toArray().size(), 1);
    QCOMPARE(report["best"][0]["row"].toInt(), 2);
    QCOMPARE(report["worst"][0]["row"].toInt(), 3);
    QCOMPARE(report["worst"][0]["line"].toInt(), 4);
  }
}

void ScoreTest::withoutTheDictionaryTheOthersStand() {
  const QString path = write("captions.txt", kCaptions);
  const Ended ended =
      score({"--task", "caption", "--predictions", path, "--json"}, m_folder.path());
  QCOMPARE(ended.code, 0);
  const QJsonObject report = ended.json();
  QVERIFY(report["metrics"]["meteor"].isNull());
  QVERIFY(report["metrics"]["bleu2"].toDouble() > 0.0);
  QVERIFY(report["remarks"].toArray().last().toString().contains("wordnet-base"));
}

void ScoreTest::theSameFileHasNoDifference() {
  const QString path = write("captions.txt", kCaptions);
  const Ended ended = score({"--task", "caption", "--tokens", "words", "--compare", path, path,
                             "--bootstrap", "20", "--json"});
  QCOMPARE(ended.code, 0);
  const QJsonObject compare = ended.json()["compare"].toObject();
  QCOMPARE(compare["metrics"].toObject(), ended.json()["metrics"].toObject());
  const QJsonValue difference = compare["differences"]["rougeL"];
  QCOMPARE(difference["value"].toDouble(-1.0), 0.0);
  QCOMPARE(difference["interval"][1].toDouble(-1.0), 0.0);
}

void ScoreTest::otherRowsAreNotCompared() {
  const QString first = write("first.txt", kCaptions);
  QByteArray changed = kCaptions;
  changed.replace("aromatic ring", "aliphatic ring");
  const Ended ended = score({"--task", "caption", "--tokens", "words", "--predictions", first,
                             "--compare", write("second.txt", changed)});
  QCOMPARE(ended.code, 3);
  QVERIFY2(ended.err.contains("row 3"), ended.err.constData());
}

void ScoreTest::structuresHaveTheirFigures() {
  const QString path = write("structures.txt",
                             "description\tground truth\toutput\n"
                             "It is ethanol.\tCCO\tOCC\n"
                             "It is benzene.\tc1ccccc1\tc1ccccc\n");
  const Ended ended = score({"--task", "cap2mol", "--predictions", path, "--json"});
  QCOMPARE(ended.code, 0);
  const QJsonObject metrics = ended.json()["metrics"].toObject();
  QCOMPARE(metrics["exact_match"].toDouble(), 0.5);
  QCOMPARE(metrics["validity"].toDouble(), 0.5);
  QCOMPARE(metrics["morgan"].toDouble(), 1.0);
  QCOMPARE(metrics["levenshtein"].toDouble(), 1.5);
}

void ScoreTest::propertiesAreReadInTwoWays() {
  const QString path = write(
      "predictions.txt", R"({"prediction": ["-1.9e+04 eV", "3"], "target": ["-1.8e+05 eV", "2.5"],)"
                         R"( "task_type": ["SCF Energy", "LogP"]})");
  const Ended paper = score({"--task", "property", "--predictions", path, "--json"});
  const Ended correct =
      score({"--task", "property", "--predictions", path, "--mode", "correct", "--json"});
  QCOMPARE(paper.code, 0);
  QCOMPARE(correct.code, 0);
  const QJsonObject asPublished = paper.json()["metrics"].toObject();
  const QJsonObject asMeant = correct.json()["metrics"].toObject();
  QVERIFY(qAbs(asPublished["SCF Energy"]["mae"].toDouble() - 0.1) < 1e-9);
  QVERIFY(qAbs(asMeant["SCF Energy"]["mae"].toDouble() - 161000.0) < 1e-6);
  QVERIFY(asPublished["LogP"]["mae"].isNull());
  QCOMPARE(asMeant["LogP"]["mae"].toDouble(), 0.5);
}

void ScoreTest::wrongLinesAreToldWithTheirCode_data() {
  QTest::addColumn<QStringList>("arguments");
  QTest::addColumn<int>("code");
  QTest::addColumn<QByteArray>("sentence");
  const QString captions = write("captions.txt", kCaptions);
  const QString table = write("table.txt", "CID\tSMILES\n1\tC\n");
  const auto row = [](const char* name, const QStringList& arguments, int code,
                      const QByteArray& sentence) {
    QTest::newRow(name) << arguments << code << sentence;
  };
  row("no task", {"--predictions", captions}, 2, "--task");
  row("a task that is none", {"--task", "poem", "--predictions", captions}, 2, "cap2mol");
  row("no file", {"--task", "caption"}, 2, "--predictions");
  row("one file to compare", {"--task", "caption", "--compare", captions}, 2, "--compare A B");
  row("a file that is not there", {"--task", "caption", "--predictions", "/nowhere"}, 3,
      "/nowhere");
  row("another table", {"--task", "caption", "--predictions", table}, 3, "ground truth");
  row("a table for properties", {"--task", "property", "--predictions", table}, 3, "JSON");
  row("no tokenizer", {"--task", "caption", "--predictions", captions, "--tokens", "llama"}, 2,
      "--tokenizer");
  row("a vocabulary of another kind",
      {"--task", "caption", "--predictions", captions, "--vocab", captions}, 3, "[PAD]");
  row("too many samples",
      {"--task", "caption", "--predictions", captions, "--bootstrap", "999999999"}, 2,
      "--bootstrap");
}

void ScoreTest::wrongLinesAreToldWithTheirCode() {
  QFETCH(const QStringList, arguments);
  QFETCH(const int, code);
  QFETCH(const QByteArray, sentence);
  const Ended ended = score(arguments);
  QCOMPARE(ended.code, code);
  QVERIFY2(ended.err.contains(sentence), ended.err.constData());
  QVERIFY(ended.out.isEmpty());
}

QTEST_GUILESS_MAIN(ScoreTest)
#include "score_test.moc"
