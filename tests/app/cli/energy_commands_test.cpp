#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>

namespace {

struct Run {
  int code = -1;
  QByteArray out;
  QByteArray err;
  [[nodiscard]] QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
};

Run run(const QStringList& arguments) {
  QProcess process;
  process.start(MOLLOQUY_CLI, arguments);
  Run result;
  if (!process.waitForFinished(120'000)) return result;
  result.code = process.exitCode();
  result.out = process.readAllStandardOutput();
  result.err = process.readAllStandardError();
  return result;
}

}  // namespace

/// optimize, conformers --search, scan and xtb as a person runs them.
class EnergyCommandsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void optimizeHoldsWhatItIsTold();
  void searchTellsSharesThatAddUp();
  void scansAreTables();
  void wrongWordsAreRefused_data();
  void wrongWordsAreRefused();
#ifdef MOLLOQUY_WITH_XTB
  void xtbTellsVibrations();
#endif
};

void EnergyCommandsTest::optimizeHoldsWhatItIsTold() {
  const QTemporaryDir folder;
  const QString file = folder.filePath("out.sdf");
  const Run made =
      run({"optimize", "CCCC", "--constrain", "1-2-3-4=60", "--fix", "1", "-o", file, "--json"});
  QVERIFY2(made.code == 0, made.err);
  const QJsonObject answer = made.json();
  QCOMPARE(answer["command"].toString(), "optimize");
  QCOMPARE(answer["finish"].toString(), "converged");
  QCOMPARE(answer["method"].toString(), "MMFF94s");
  QVERIFY(answer["positions_angstrom"].toArray().size() == 14);
  QVERIFY(QFile::exists(file));
  const Run text = run({"optimize", "CCCC", "--constrain", "1-2-3-4=60"});
  QVERIFY2(text.out.contains("held at 60.0°"), text.out);
}

void EnergyCommandsTest::searchTellsSharesThatAddUp() {
  const Run made = run({"conformers", "CCCC", "-n", "10", "--search", "--json"});
  QVERIFY2(made.code == 0, made.err);
  const QJsonObject answer = made.json();
  QCOMPARE(answer["search"]["tried"].toInt(), 10);
  double shares = 0;
  for (const auto& found : answer["conformers"].toArray()) {
    shares += found.toObject()["share"].toDouble();
  }
  QVERIFY(std::abs(shares - 1) < 1e-9);
  QCOMPARE(answer["conformers"].toArray().size(), 2);
  const Run text = run({"conformers", "CCCC", "-n", "10", "--search"});
  QVERIFY2(text.out.contains("10 tried, 2 kept, seed 7"), text.out);
}

void EnergyCommandsTest::scansAreTables() {
  const QTemporaryDir folder;
  const QString file = folder.filePath("scan.csv");
  const Run made = run({"scan", "CCCC", "--torsion", "1-2-3-4", "--points", "7", "--csv", file});
  QVERIFY2(made.code == 0, made.err);
  QCOMPARE(made.out.count('\n'), 8);
  QVERIFY(made.out.startsWith("C1"));
  QFile written(file);
  QVERIFY(written.open(QIODevice::ReadOnly));
  QCOMPARE(written.readAll(), made.out);
}

void EnergyCommandsTest::wrongWordsAreRefused_data() {
  QTest::addColumn<QStringList>("arguments");
  QTest::addColumn<QByteArray>("words");
  QTest::newRow("no such atom") << QStringList{"optimize", "CC", "--fix", "99"}
                                << QByteArray("numbered 1 to 8");
  QTest::newRow("no value") << QStringList{"optimize", "CC", "--constrain", "1-2"}
                            << QByteArray("holds no value");
  QTest::newRow("three atoms are no torsion")
      << QStringList{"scan", "CCC", "--torsion", "1-2-3"} << QByteArray("name four atoms");
  QTest::newRow("a bond in a ring")
      << QStringList{"scan", "C1CCCCC1", "--torsion", "1-2-3-4"} << QByteArray("part of a ring");
  QTest::newRow("no parameters") << QStringList{"optimize", "OB(O)C"}
                                 << QByteArray("no parameters for B2");
}

void EnergyCommandsTest::wrongWordsAreRefused() {
  QFETCH(QStringList, arguments);
  QFETCH(QByteArray, words);
  const Run made = run(arguments);
  QVERIFY(made.code != 0);
  QVERIFY2(made.err.contains(words), made.err);
}

#ifdef MOLLOQUY_WITH_XTB
void EnergyCommandsTest::xtbTellsVibrations() {
  const Run made = run({"xtb", "O", "--optimize", "--modes", "--json"});
  QVERIFY2(made.code == 0, made.err);
  const QJsonArray modes = made.json()["modes"].toArray();
  QCOMPARE(modes.size(), 3);
  QVERIFY(std::abs(modes[0].toObject()["wavenumber_per_cm"].toDouble() - 1539.5) < 5);
}
#endif

QTEST_GUILESS_MAIN(EnergyCommandsTest)
#include "energy_commands_test.moc"
