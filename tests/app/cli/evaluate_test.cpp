// Measuring models through the program: the starter model on molecules of our own, interrupted and
// resumed runs, comparisons, and what is wrong with a command line or a file.
#include <signal.h>

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>

class EvaluateTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    m_folder = std::make_unique<QTemporaryDir>();
    qputenv("XDG_CACHE_HOME", m_folder->path().toUtf8());
    write("three.tsv",
          "CID\tSMILES\tdescription\n"
          "1\tCC(=O)Oc1ccccc1C(=O)O\tThe molecule is an ester with a carboxy group.\n"
          "2\tCCO\tThe molecule is a primary alcohol.\n"
          "3\tc1ccccc1\tThe molecule is benzene, an aromatic hydrocarbon.\n");
  }

  void captionsAreMeasured() {
    const QJsonObject result = json({"--task", "caption", "--data", path("three.tsv")});
    const QJsonObject figures = result["metrics"].toObject();
    for (const char* name : {"bleu2", "bleu4", "rouge1", "rouge2", "rougeL"}) {
      const double value = figures[name].toDouble(-1.0);
      QVERIFY2(value >= 0.0 && value <= 1.0, name);
      const QJsonArray interval = result["intervals"].toObject()[name].toArray();
      QVERIFY2(interval[0].toDouble() <= value && interval[1].toDouble() >= value, name);
    }
    QVERIFY(figures["rouge1"].toDouble() > 0.1);
    QCOMPARE(result["answered"].toInt(), 3);
    QCOMPARE(result["complete"].toBool(), true);
    QCOMPARE(result["model"].toObject()["sha256"].toString().size(), 64);
    QCOMPARE(result["data"].toObject()["sha256"].toString().size(), 64);
    QCOMPARE(result["best"].toArray().size(), 3);
    QVERIFY(result["wall_seconds"].toDouble() > 0.0);
    QVERIFY(result["measured_with"].toObject()["tokens"].toString().contains("SciBERT"));
  }

  void theSecondRunAsksNothing() {
    const QStringList arguments = {"--task",          "caption",       "--data",
                                   path("three.tsv"), "--predictions", path("out.tsv")};
    const QJsonObject first = json(arguments);
    QCOMPARE(first["asked_in_this_run"].toInt(), 3);
    const QByteArray kept = read("out.tsv");
    QVERIFY(kept.startsWith("SMILES\tground truth\toutput\n"));
    QCOMPARE(kept.count('\n'), 4);
    const QJsonObject second = json(arguments);
    QCOMPARE(second["asked_in_this_run"].toInt(), 0);
    QCOMPARE(second["metrics"], first["metrics"]);
    QCOMPARE(read("out.tsv"), kept);
    // The same file through `score`.
    int code = -1;
    const QJsonObject scored = object(
        output({"score", "--task", "caption", "--predictions", path("out.tsv"), "--json"}, code));
    QCOMPARE(code, 0);
    QCOMPARE(scored["metrics"], first["metrics"]);
    // What was cut off is asked again, and grounding uses the same answers.
    write("out.tsv", kept.left(kept.size() - 20));
    const QJsonObject third = json(
        {"--task", "grounding", "--data", path("three.tsv"), "--predictions", path("out.tsv")});
    QCOMPARE(third["asked_in_this_run"].toInt(), 1);
    QCOMPARE(read("out.tsv"), kept);
    const QJsonObject own = third["metrics"].toObject()["own"].toObject();
    QVERIFY(own["grounded"].toDouble() > 0.3);
  }

  void runsAreCompared() {
    const QStringList task = {"--task", "caption", "--data", path("three.tsv")};
    json(task + QStringList{"--predictions", path("a.tsv")});
    const QJsonObject same = json(
        task + QStringList{"--predictions", path("a.tsv"), "--compare", path("a.tsv.run.json")});
    const QJsonObject differences = same["compare"].toObject()["differences"].toObject();
    QCOMPARE(differences["rougeL"].toDouble(-1.0), 0.0);
    const QJsonObject other =
        json(task + QStringList{"--max-tokens", "6", "--compare", path("a.tsv.run.json")});
    QVERIFY(other["compare"].toObject()["differences"].toObject()["rougeL"].toDouble() != 0.0);
  }

  void aStoppedRunIsGoneOnWith() {
    QByteArray table = "SMILES\tdescription\n";
    for (int i = 0; i < 40; ++i) table += "CCO\tText " + QByteArray::number(i) + ".\n";
    write("many.tsv", table);
    const QStringList arguments = {"evaluate",      "--max-tokens", "12",     "--json",
                                   "--task",        "caption",      "--data", path("many.tsv"),
                                   "--predictions", path("out.tsv")};
    QProcess program;
    program.start(MOLLOQUY_CLI, arguments);
    QVERIFY(program.waitForStarted());
    QTRY_VERIFY_WITH_TIMEOUT(
        read("out.tsv").count('\n') > 1 || program.state() == QProcess::NotRunning, 120000);
    ::kill(static_cast<pid_t>(program.processId()), SIGINT);
    QVERIFY(program.waitForFinished(60000));
    QCOMPARE(program.exitCode(), 0);
    const int kept = static_cast<int>(read("out.tsv").count('\n')) - 1;
    QVERIFY(kept >= 1);
    const QByteArray said = program.readAllStandardError();
    if (kept < 40) {
      QVERIFY2(said.contains("run the same command again to go on"), said);
      QCOMPARE(object(program.readAllStandardOutput())["complete"].toBool(true), false);
    }
    int code = -1;
    const QJsonObject whole = object(output(arguments, code));
    QCOMPARE(code, 0);
    QCOMPARE(whole["answered"].toInt(), 40);
    QCOMPARE(whole["asked_in_this_run"].toInt(), 40 - kept);
    QCOMPARE(read("out.tsv").count('\n'), 41);
  }

  void conformersAreRead() {
    QByteArray corpus;
    for (int i = 0; i < 4; ++i) {
      corpus += QString(
                    "{'id':'m%1','smiles':'OO','symbols':['O','O','H','H'],"
                    "'positions':[[0,0,0],[1.%2,0,0],[-0.3,0.9,0],[1.7,-0.9,0]],"
                    "'pairs':[{'task':'HOMO','instruction':'What is the HOMO of this "
                    "molecule? Respond with the numerical value only.',"
                    "'answer':'The HOMO is -%3.500 eV.'}]}\n")
                    .replace('\'', '"')
                    .arg(i / 2)
                    .arg(i + 3)
                    .arg(i + 8)
                    .toUtf8();
    }
    write("corpus.jsonl", corpus);
    const QJsonObject result = json({"--task", "conformers", "--data", path("corpus.jsonl")});
    const QJsonObject counts = result["further"].toObject()["HOMO"].toObject();
    QCOMPARE(counts["conformers"].toInt(), 4);
    QVERIFY(result["metrics"].toObject()["HOMO"].toObject().contains("sign_agreement"));
  }

  void retrievalTakesAnyTableOfStructuresAndTexts() {
    const QJsonObject result = json({"--task", "retrieval", "--data", path("three.tsv")});
    QCOMPARE(result["answered"].toInt(), 3);
    const QJsonObject full = result["metrics"].toObject()["full"].toObject();
    for (const char* name : {"m2t_accuracy", "t2m_accuracy"}) {
      const double value = full[name].toDouble(-1.0);
      QVERIFY2(value >= 0.0 && value <= 1.0, name);
    }
    QCOMPARE(full["m2t_r20"].toDouble(), 1.0);
    // The starter's matching head was not trained.
    QVERIFY(!result["metrics"].toObject().contains("full_reranked"));
    QVERIFY(result["remarks"].toArray().first().toString().contains("matching head"));
  }

  void whatIsWrongIsSaid_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("said");
    const QStringList caption = {"--task", "caption"};
    QTest::newRow("no task") << QStringList{"--data", "three.tsv"} << 2 << "--task";
    QTest::newRow("an unknown task")
        << QStringList{"--task", "poetry", "--data", "three.tsv"} << 2 << "poetry";
    QTest::newRow("no such file") << caption + QStringList{"--data", "none.tsv"} << 3 << "none.tsv";
    QTest::newRow("an empty file")
        << caption + QStringList{"--data", "empty.tsv"} << 3 << "empty.tsv";
    QTest::newRow("no rows of the task") << QStringList{"--task", "property", "--data", "three.tsv"}
                                         << 3 << "no row for the task property";
    QTest::newRow("no such split")
        << caption + QStringList{"--data", "three.tsv", "--split", "test"} << 3 << "(none)";
    QTest::newRow("no such model")
        << caption + QStringList{"--data", "three.tsv", "--model", "nowhere"} << 4 << "nowhere";
    QTest::newRow("a model without a first stage")
        << QStringList{"--task", "retrieval", "--data", "three.tsv", "--model", "bare"} << 4
        << "stage-1";
    QTest::newRow("a model that is asked about structures")
        << QStringList{"--task", "cap2mol", "--data", "three.tsv"} << 4 << "plain language model";
    QTest::newRow("another file for the answers")
        << caption + QStringList{"--data", "three.tsv", "--predictions", "three.tsv"} << 3
        << "choose another file";
    QTest::newRow("a paper's settings where there are none")
        << QStringList{"--task", "cap2mol", "--preset", "paper", "--data", "three.tsv"} << 2
        << "no settings of a paper";
    QTest::newRow("a comparison with no record")
        << caption + QStringList{"--data", "three.tsv", "--compare", "three.tsv"} << 3
        << "no record of a run";
  }
  void whatIsWrongIsSaid() {
    QFETCH(QStringList, arguments);
    QFETCH(int, code);
    QFETCH(QString, said);
    write("empty.tsv", "");
    QVERIFY(QDir().mkpath(path("bare")));
    const QString starter = QString(MOLLOQUY_TEST_DATA) + "/../../resources/models/starter/";
    for (const char* file : {"config.json", "model.safetensors", "tokenizer.model"}) {
      QVERIFY(QFile::copy(starter + file, path("bare") + "/" + file));
    }
    for (QString& argument : arguments) {
      if (argument.endsWith(".tsv") || argument == "nowhere" || argument == "bare") {
        argument = path(argument);
      }
    }
    int ended = -1;
    QByteArray errors;
    const QByteArray answer = output(QStringList{"evaluate", "--json"} + arguments, ended, &errors);
    QVERIFY2(errors.contains(said.toUtf8()), errors);
    QCOMPARE(ended, code);
    if (code != 2 || !answer.isEmpty()) {
      QCOMPARE(object(answer)["error"].toObject()["exit_code"].toInt(), code);
    }
  }

 private:
  [[nodiscard]] QString path(const QString& name) const { return m_folder->filePath(name); }

  void write(const QString& name, const QByteArray& content) {
    QFile file(path(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
  }

  [[nodiscard]] QByteArray read(const QString& name) const {
    QFile file(path(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  }

  static QJsonObject object(const QByteArray& text) {
    return QJsonDocument::fromJson(text).object();
  }

  static QByteArray output(const QStringList& arguments, int& code, QByteArray* errors = nullptr) {
    QProcess program;
    program.start(MOLLOQUY_CLI, arguments);
    program.waitForFinished(120000);
    code = program.exitCode();
    if (errors != nullptr) *errors = program.readAllStandardError();
    return program.readAllStandardOutput();
  }

  static QJsonObject json(const QStringList& arguments) {
    int code = -1;
    QByteArray errors;
    const QByteArray answer = output(QStringList{"evaluate", "--json"} + arguments, code, &errors);
    if (code != 0) qWarning("%s", errors.constData());
    return object(answer);
  }

  std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(EvaluateTest)
#include "evaluate_test.moc"
