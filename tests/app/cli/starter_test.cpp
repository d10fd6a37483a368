// The model that comes with the program, through the program: it loads, it ends by itself, and what
// it says of ordinary molecules is more often right than wrong.
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>

class StarterTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void captionsNameWhatIsThere_data() {
    QTest::addColumn<QString>("smiles");
    QTest::addColumn<QStringList>("phrases");  // each has to be in the text, found in the structure
    QTest::newRow("aspirin") << "CC(=O)Oc1ccccc1C(=O)O"
                             << QStringList{"ester", "carboxylic acid", "benzene ring"};
    QTest::newRow("paracetamol") << "CC(=O)Nc1ccc(O)cc1" << QStringList{"benzene ring", "hydroxy"};
    QTest::newRow("benzoic acid") << "O=C(O)c1ccccc1"
                                  << QStringList{"carboxylic acid", "benzene ring"};
    QTest::newRow("ethanol") << "CCO" << QStringList{"alcohol"};
    QTest::newRow("palmitic acid") << "CCCCCCCCCCCCCCCC(=O)O" << QStringList{"fatty acid"};
  }
  void captionsNameWhatIsThere() {
    QFETCH(QString, smiles);
    QFETCH(QStringList, phrases);
    const QJsonObject caption = run({"caption", "--json", "--", smiles});
    QCOMPARE(caption["finish"].toString(), QString("end_of_text"));
    QStringList verified;
    for (const QJsonValue& phrase : caption["phrases"].toArray()) {
      if (phrase["status"].toString() == "verified") verified << phrase["phrase"].toString();
    }
    for (const QString& wanted : phrases) {
      const bool found = std::any_of(verified.begin(), verified.end(), [&](const QString& phrase) {
        return phrase.contains(wanted);
      });
      QVERIFY2(found, qPrintable(wanted + " is not in: " + caption["text"].toString()));
    }
  }

  void theSameSeedSaysTheSame() {
    const QStringList arguments{"caption", "--json", "--temperature", "0.8", "--seed", "11", "CCN"};
    QCOMPARE(run(arguments)["text"].toString(), run(arguments)["text"].toString());
  }

  void aListIsAnsweredRecordByRecord() {
    QTemporaryDir folder;
    const QString path = folder.filePath("list.smi");
    QFile list(path);
    QVERIFY(list.open(QIODevice::WriteOnly));
    list.write("CCO ethanol\nC1C broken\nCC(=O)O acid\nc1ccccc1 benzene\n");
    list.close();
    int code = -1;
    const QList<QByteArray> lines = output({"caption", "--json", path}, code).trimmed().split('\n');
    QCOMPARE(code, 0);
    QCOMPARE(lines.size(), 3);
    const QStringList names{"ethanol", "acid", "benzene"};
    for (int i = 0; i < 3; ++i) {
      const QJsonObject answer = QJsonDocument::fromJson(lines[i]).object();
      const QJsonObject molecule = answer["molecule"].toObject();
      QCOMPARE(molecule["name"].toString(), names[i]);
      QCOMPARE(molecule["record"].toInt(), i + 1);
      const QString alone =
          run({"caption", "--json", "--", molecule["smiles"].toString()})["text"].toString();
      QCOMPARE(answer["text"].toString(), alone);
    }
    const QByteArray text = output({"ask", path, "Is it aromatic?"}, code);
    QCOMPARE(code, 0);
    QVERIFY(text.startsWith("1. ethanol\n"));
    QVERIFY(text.contains("\n3. benzene\n"));
    const QJsonObject second = run({"caption", "--json", path, "--record", "2"});
    QCOMPARE(second["molecule"].toObject()["name"].toString(), QString("acid"));
  }

  void oneBadRecordDoesNotStopTheOthers() {
    QTemporaryDir folder;
    const QString path = folder.filePath("list.smi");
    QFile list(path);
    QVERIFY(list.open(QIODevice::WriteOnly));
    list.write("CCO ethanol\n" + QByteArray(400, 'C') + " too-large\nCC ethane\n");
    list.close();
    int code = -1;
    const QList<QByteArray> lines = output({"caption", "--json", path}, code).trimmed().split('\n');
    QCOMPARE(code, 3);
    QCOMPARE(lines.size(), 3);
    QVERIFY(!QJsonDocument::fromJson(lines[1]).object()["error"].toString().isEmpty());
    QVERIFY(!QJsonDocument::fromJson(lines[2]).object()["text"].toString().isEmpty());
  }

  void precisionsAndBeamsAnswer_data() {
    QTest::addColumn<QStringList>("options");
    QTest::newRow("f32") << QStringList{"--precision", "f32"};
    QTest::newRow("bf16") << QStringList{"--precision", "bf16"};
    QTest::newRow("three beams") << QStringList{"--beams", "3"};
    QTest::newRow("min-p") << QStringList{"--temperature", "0.5", "--min-p", "0.1"};
    QTest::newRow("one thread") << QStringList{"--threads", "1"};
    QTest::newRow("the processor") << QStringList{"--device", "cpu"};
    QTest::newRow("a short context") << QStringList{"--context", "200"};
  }
  void precisionsAndBeamsAnswer() {
    QFETCH(QStringList, options);
    const QJsonObject caption = run(QStringList{"caption", "--json", "CCO"} + options);
    const QString text = caption["text"].toString();
    QVERIFY2(text.startsWith("The molecule is"), qPrintable(text));
  }

  void theModelSaysWhatItIs() {
    const QJsonObject model = run({"model", "info", "--json"})["model"].toObject();
    QCOMPARE(model["name"].toString(), QString("molloquy-starter"));
    QVERIFY(model["parameters"].toDouble() > 1e6);
  }

 private:
  static QByteArray output(const QStringList& arguments, int& code) {
    QProcess program;
    program.start(MOLLOQUY_CLI, arguments);
    program.waitForFinished(60000);
    code = program.exitCode();
    return program.readAllStandardOutput();
  }

  static QJsonObject run(const QStringList& arguments) {
    QProcess program;
    program.start(MOLLOQUY_CLI, arguments);
    if (!program.waitForFinished(60000) || program.exitCode() != 0) {
      qWarning("%s", program.readAllStandardError().constData());
      return {};
    }
    return QJsonDocument::fromJson(program.readAllStandardOutput()).object();
  }
};

QTEST_GUILESS_MAIN(StarterTest)
#include "starter_test.moc"
