#include <QtTest>
#include <algorithm>

#include "model/chem/stereo_elements.h"
#include "model/chem/structure_reader.h"

using namespace molloquy::chem;

namespace {

StereoElements elementsOf(const QString& smiles) {
  const auto record = parseSmiles(smiles.toStdString());
  if (!record) qFatal("%s", record.error().message.c_str());
  const auto elements = stereoElements(*record->molecule);
  if (!elements) qFatal("%s", elements.error().message.c_str());
  return *elements;
}

QString anomersOf(const StereoElements& elements) {
  QStringList words;
  for (const AnomericCentre& centre : elements.anomericCentres) {
    const char* names[] = {"alpha", "beta", "not set", "unnamed"};
    words.append(QStringLiteral("%1 of %2%3")
                     .arg(QLatin1String(names[static_cast<int>(centre.anomer)]))
                     .arg(centre.ringSize)
                     .arg(centre.free ? "" : ", bound"));
  }
  words.sort();
  return words.join(QStringLiteral("; "));
}

}  // namespace

class StereoElementsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void anomers_data() {
    QTest::addColumn<QString>("smiles");
    QTest::addColumn<QString>("anomers");
    QTest::newRow("alpha-D-glucopyranose") << "OC[C@H]1O[C@H](O)[C@H](O)[C@@H](O)[C@@H]1O"
                                           << "alpha of 6";
    QTest::newRow("beta-D-glucopyranose") << "OC[C@H]1O[C@@H](O)[C@H](O)[C@@H](O)[C@@H]1O"
                                          << "beta of 6";
    QTest::newRow("alpha-L-glucopyranose, the mirror image")
        << "OC[C@@H]1O[C@@H](O)[C@@H](O)[C@H](O)[C@H]1O"
        << "alpha of 6";
    QTest::newRow("D-glucopyranose without its anomeric centre")
        << "OC[C@H]1OC(O)[C@H](O)[C@@H](O)[C@@H]1O"
        << "not set of 6";
    QTest::newRow("beta-D-ribofuranose of adenosine, bound to nitrogen, is no such centre")
        << "OC[C@H]1O[C@@H](n2cnc3c(N)ncnc23)[C@H](O)[C@@H]1O"
        << "";
    QTest::newRow("beta-D-ribofuranose") << "OC[C@H]1O[C@@H](O)[C@H](O)[C@@H]1O"
                                         << "beta of 5";
    QTest::newRow("beta-D-fructofuranose") << "OC[C@H]1O[C@](O)(CO)[C@@H](O)[C@@H]1O"
                                           << "beta of 5";
    QTest::newRow("methyl alpha-D-glucopyranoside is bound")
        << "OC[C@H]1O[C@H](OC)[C@H](O)[C@@H](O)[C@@H]1O"
        << "alpha of 6, bound";
    QTest::newRow("sucrose: alpha glucose bound to beta fructose")
        << "OC[C@H]1O[C@H](O[C@]2(CO)O[C@H](CO)[C@@H](O)[C@@H]2O)[C@H](O)[C@@H](O)[C@@H]1O"
        << "alpha of 6, bound; beta of 5, bound";
    QTest::newRow("xylopyranose has no chain at the other side")
        << "O[C@@H]1CO[C@@H](O)[C@H](O)[C@H]1O"
        << "unnamed of 6";
    QTest::newRow("open glucose") << "OC[C@@H](O)[C@@H](O)[C@H](O)[C@@H](O)C=O"
                                  << "";
    QTest::newRow("morpholine's ring has nitrogen") << "OC1COCCN1"
                                                    << "";
    QTest::newRow("a benzofuran is aromatic") << "Oc1cc2ccccc2o1"
                                              << "";
  }
  void anomers() {
    QFETCH(QString, smiles);
    QTEST(anomersOf(elementsOf(smiles)), "anomers");
  }

  void counts_data() {
    QTest::addColumn<QString>("smiles");
    QTest::addColumn<int>("set");
    QTest::addColumn<int>("open");
    QTest::addColumn<QString>("bonds");
    QTest::newRow("ethanol has none") << "CCO" << 0 << 0 << "";
    QTest::newRow("alanine without its centre") << "CC(N)C(=O)O" << 0 << 1 << "";
    QTest::newRow("L-alanine") << "C[C@H](N)C(=O)O" << 1 << 0 << "";
    QTest::newRow("one of two set") << "C[C@H](O)C(F)Cl" << 1 << 1 << "";
    QTest::newRow("fumaric acid") << "OC(=O)/C=C/C(=O)O" << 0 << 0 << "E";
    QTest::newRow("maleic acid") << "OC(=O)/C=C\\C(=O)O" << 0 << 0 << "Z";
    QTest::newRow("butenedioic acid") << "OC(=O)C=CC(=O)O" << 0 << 0 << "?";
  }
  void counts() {
    QFETCH(QString, smiles);
    const StereoElements elements = elementsOf(smiles);
    const auto set = std::count_if(elements.centres.begin(), elements.centres.end(),
                                   [](const StereoCentre& centre) { return centre.set; });
    QTEST(static_cast<int>(set), "set");
    QTEST(static_cast<int>(elements.centres.size()) - static_cast<int>(set), "open");
    QString bonds;
    for (const StereoDoubleBond& bond : elements.doubleBonds) {
      bonds += bond.label.empty() ? QStringLiteral("?") : QString::fromStdString(bond.label);
    }
    QTEST(bonds, "bonds");
  }

  void moleculeWithoutChemistryIsRefused() {
    const Molecule plain({Atom{.atomicNumber = 6}}, {}, "", nullptr);
    const auto elements = stereoElements(plain);
    QVERIFY(!elements);
    QCOMPARE(elements.error().code, molloquy::ErrorCode::Unsupported);
  }
};

QTEST_APPLESS_MAIN(StereoElementsTest)
#include "stereo_elements_test.moc"
