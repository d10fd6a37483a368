#include "model/facts/pubchem_properties.h"

#include <QFile>
#include <QTest>

#include "model/chem/structure_reader.h"

using namespace molloquy;

namespace {

facts::PubchemProperties propertiesOf(const QByteArray& smiles) {
  const auto record = chem::parseSmiles(smiles.toStdString());
  if (!record) return {-1, -1, -1, -1};
  const auto properties = facts::pubchemProperties(*record->molecule);
  return properties ? *properties : facts::PubchemProperties{-1, -1, -1, -1};
}

bool near(double value, double expected) { return std::abs(value - expected) <= 1e-4; }

}  // namespace

class PubchemPropertiesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void valuesEqualTheReference_data();
  void valuesEqualTheReference();
  void complexityIsWhatPubchemPrints_data();
  void complexityIsWhatPubchemPrints();
  void spellingDoesNotMatter_data();
  void spellingDoesNotMatter();
  void threeDigits_data();
  void threeDigits();
  void aStructureThatWasNotReadIsRefused();
};

/// pubchem_properties.tsv: TPSA and complexity by an independent program, molecular weight and
/// LogP by python3-rdkit 2022.09.3.
void PubchemPropertiesTest::valuesEqualTheReference_data() {
  QTest::addColumn<QByteArray>("smiles");
  QTest::addColumn<QByteArrayList>("expected");
  QFile file(QStringLiteral(MOLLOQUY_TEST_DATA "/pubchem_properties.tsv"));
  QVERIFY(file.open(QIODevice::ReadOnly));
  QCOMPARE(file.readLine().trimmed(),
           QByteArray("name\tsmiles\tmolecular_weight\tlogp\ttpsa\tcomplexity"));
  while (!file.atEnd()) {
    const QByteArrayList cells = file.readLine().trimmed().split('\t');
    QTest::newRow(cells.at(0).constData()) << cells.at(1) << cells.mid(2);
  }
}

void PubchemPropertiesTest::valuesEqualTheReference() {
  QFETCH(QByteArray, smiles);
  QFETCH(QByteArrayList, expected);
  const facts::PubchemProperties found = propertiesOf(smiles);
  const double values[] = {found.molecularWeight, found.logP, found.tpsa, found.complexity};
  for (int i = 0; i < 4; ++i) {
    QVERIFY2(near(values[i], expected.at(i).toDouble()),
             ("property " + QByteArray::number(i) + " is " + QByteArray::number(values[i], 'f', 6))
                 .constData());
  }
}

void PubchemPropertiesTest::complexityIsWhatPubchemPrints_data() {
  QTest::addColumn<QByteArray>("smiles");
  QTest::addColumn<double>("printed");
  QTest::newRow("benzene") << QByteArray("c1ccccc1") << 15.5;
  QTest::newRow("ethanol") << QByteArray("CCO") << 2.75;
  QTest::newRow("aspirin") << QByteArray("CC(=O)Oc1ccccc1C(=O)O") << 212.0;
  QTest::newRow("caffeine") << QByteArray("CN1C=NC2=C1C(=O)N(C(=O)N2C)C") << 293.0;
  QTest::newRow("morphine") << QByteArray(
                                   "CN1CC[C@]23c4c5ccc(O)c4O[C@H]2[C@@H](O)C=C[C@H]3[C@H]1C5")
                            << 494.0;
  QTest::newRow("cholesterol")
      << QByteArray(
             "C[C@H](CCCC(C)C)[C@H]1CC[C@@H]2[C@@]1(CC[C@H]3[C@H]2CC=C4[C@@]3(CC[C@@H](C4)O)C)C")
      << 591.0;
}

void PubchemPropertiesTest::complexityIsWhatPubchemPrints() {
  QFETCH(QByteArray, smiles);
  QFETCH(double, printed);
  QVERIFY(near(facts::toThreeDigits(propertiesOf(smiles).complexity), printed));
}

void PubchemPropertiesTest::spellingDoesNotMatter_data() {
  QTest::addColumn<QByteArray>("first");
  QTest::addColumn<QByteArray>("second");
  QTest::newRow("kekule and aromatic caffeine")
      << QByteArray("CN1C=NC2=C1C(=O)N(C(=O)N2C)C") << QByteArray("Cn1c(=O)c2c(ncn2C)n(C)c1=O");
  QTest::newRow("a nitro group's oxygens swapped")
      << QByteArray("C[N+](=O)[O-]") << QByteArray("C[N+]([O-])=O");
  QTest::newRow("hydrogens written as atoms")
      << QByteArray("[H]OC([H])([H])C([H])([H])[H]") << QByteArray("CCO");
  QTest::newRow("components swapped")
      << QByteArray("[Na+].CC(=O)[O-]") << QByteArray("CC(=O)[O-].[Na+]");
}

void PubchemPropertiesTest::spellingDoesNotMatter() {
  QFETCH(QByteArray, first);
  QFETCH(QByteArray, second);
  const facts::PubchemProperties a = propertiesOf(first);
  const facts::PubchemProperties b = propertiesOf(second);
  QVERIFY(a.molecularWeight > 0);
  QVERIFY(near(a.molecularWeight, b.molecularWeight));
  QVERIFY(near(a.logP, b.logP));
  QVERIFY(near(a.tpsa, b.tpsa));
  QVERIFY(near(a.complexity, b.complexity));
}

void PubchemPropertiesTest::threeDigits_data() {
  QTest::addColumn<double>("value");
  QTest::addColumn<double>("printed");
  QTest::newRow("zero stays zero") << 0.0 << 0.0;
  QTest::newRow("below ten, two decimals") << 2.7549 << 2.75;
  QTest::newRow("below a hundred, one decimal") << 99.94 << 99.9;
  QTest::newRow("rounding over a hundred") << 99.96 << 100.0;
  QTest::newRow("above a hundred, none") << 211.66 << 212.0;
  QTest::newRow("above a thousand, tens") << 1384.0 << 1380.0;
  QTest::newRow("negative values alike") << -12.34 << -12.3;
}

void PubchemPropertiesTest::threeDigits() {
  QFETCH(double, value);
  QFETCH(double, printed);
  QVERIFY(std::abs(facts::toThreeDigits(value) - printed) < 1e-12);
}

void PubchemPropertiesTest::aStructureThatWasNotReadIsRefused() {
  const chem::Molecule bare({{.atomicNumber = 6}}, {}, "", nullptr);
  const auto properties = facts::pubchemProperties(bare);
  QVERIFY(!properties);
  QCOMPARE(properties.error().code, ErrorCode::Unsupported);
}

QTEST_GUILESS_MAIN(PubchemPropertiesTest)
#include "pubchem_properties_test.moc"
