// The model that comes with the program, through the program: it loads, it ends by itself, and what it
// says of ordinary molecules is more often right than wrong.
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
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

  void theModelSaysWhatItIs() {
    const QJsonObject model = run({"model", "info", "--json"})["model"].toObject();
    QCOMPARE(model["name"].toString(), QString("molloquy-starter"));
    QVERIFY(model["parameters"].toDouble() > 1e6);
  }

 private:
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
