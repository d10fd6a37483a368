#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

namespace {

struct Run {
  int code = -1;
  QByteArray out;
  QByteArray err;
};

Run run(const QStringList& arguments) {
  QProcess process;
  process.start(MOLLOQUY_CLI, arguments);
  Run result;
  if (!process.waitForFinished(60'000)) return result;
  result.code = process.exitCode();
  result.out = process.readAllStandardOutput();
  result.err = process.readAllStandardError();
  return result;
}

}  // namespace

/// convert and formats as a person runs them.
class ConvertTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyFormatLeadsBackToTheMolecule_data() {
    QTest::addColumn<QString>("ending");
    for (const char* ending : {"sdf", "mol2", "pdb", "cif", "xyz", "cml", "cjson", "sdf.gz"}) {
      QTest::newRow(ending) << QString(ending);
    }
  }
  void everyFormatLeadsBackToTheMolecule() {
    QFETCH(QString, ending);
    const QTemporaryDir folder;
    const QString path = folder.filePath("phenol." + ending);
    const Run made = run({"convert", "c1ccccc1O", path, "--embed"});
    QVERIFY2(made.code == 0, made.err.constData());
    const Run back = run({"describe", path, "--json"});
    QVERIFY2(back.code == 0, back.err.constData());
    const QJsonObject molecule = QJsonDocument::fromJson(back.out).object()["molecule"].toObject();
    QCOMPARE(molecule["smiles"].toString(), QString("Oc1ccccc1"));
  }

  void whatIsLostIsSaid() {
    const QTemporaryDir folder;
    const Run made = run({"convert", "[13CH3]O", folder.filePath("a.xyz"), "--embed"});
    QCOMPARE(made.code, 0);
    QVERIFY2(made.err.contains("XYZ"), made.err.constData());
  }

  void refusalsLeaveNoFile_data() {
    QTest::addColumn<QString>("structure");
    QTest::addColumn<QString>("file");
    QTest::newRow("no positions for a format of positions") << "CCO"
                                                            << "a.xyz";
    QTest::newRow("an ending that is no format") << "CCO"
                                                 << "a.docx";
    QTest::newRow("a structure that is none") << "C(C"
                                              << "a.sdf";
  }
  void refusalsLeaveNoFile() {
    QFETCH(QString, structure);
    QFETCH(QString, file);
    const QTemporaryDir folder;
    const Run refused = run({"convert", structure, folder.filePath(file)});
    QVERIFY(refused.code != 0);
    QVERIFY(!refused.err.isEmpty());
    QVERIFY(!QFileInfo::exists(folder.filePath(file)));
  }

  void formatsAreListed() {
    const Run listed = run({"formats", "--json"});
    QCOMPARE(listed.code, 0);
    QVERIFY(QJsonDocument::fromJson(listed.out).object()["formats"].toArray().size() >= 9);
  }
};

QTEST_GUILESS_MAIN(ConvertTest)
#include "convert_test.moc"
