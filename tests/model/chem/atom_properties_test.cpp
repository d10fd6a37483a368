#include "model/chem/atom_properties.h"

#include <QTest>

#include <algorithm>
#include <numeric>

#include "model/chem/structure_reader.h"

using namespace molloquy;

namespace {

std::shared_ptr<const chem::Molecule> molecule(const QByteArray& smiles) {
  auto record = chem::parseSmiles(smiles.toStdString());
  return record ? record->molecule : nullptr;
}

double sum(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

}  // namespace

/// Charges, shares of logP and CIP labels of every atom.
class AtomPropertiesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void chargesAddUp_data();
  void chargesAddUp();
  void sharesAddUpToLogP_data();
  void sharesAddUpToLogP();
  void labels_data();
  void labels();
  void saysWhenThereAreNoCharges();
  void refusesWithoutRdkit();
};

void AtomPropertiesTest::chargesAddUp_data() {
  QTest::addColumn<QByteArray>("smiles");
  QTest::addColumn<int>("charge");
  QTest::addColumn<int>("mostNegative");  // atom index
  QTest::newRow("acetic acid: the carbonyl or hydroxyl oxygen") << QByteArray("CC(=O)O") << 0 << 3;
  QTest::newRow("acetate") << QByteArray("CC(=O)[O-]") << -1 << 2;
  QTest::newRow("methylammonium") << QByteArray("C[NH3+]") << 1 << 0;
  QTest::newRow("no atom at all is charged in hydrogen") << QByteArray("[H][H]") << 0 << 0;
}

void AtomPropertiesTest::chargesAddUp() {
  QFETCH(QByteArray, smiles);
  QFETCH(int, charge);
  QFETCH(int, mostNegative);
  const auto subject = molecule(smiles);
  const auto properties = chem::atomProperties(*subject);
  QVERIFY2(properties, properties ? "" : properties.error().message.c_str());
  QCOMPARE(properties->chargeMethod, std::string("Gasteiger"));
  QVERIFY(properties->note.empty());
  const auto& charges = properties->partialCharge;
  QCOMPARE(charges.size(), subject->atoms().size());
  QVERIFY(std::abs(sum(charges) - charge) < 0.01);
  const double least = *std::min_element(charges.begin(), charges.end());
  if (charge <= 0) QVERIFY(std::abs(charges[std::size_t(mostNegative)] - least) < 1e-6);
}

void AtomPropertiesTest::sharesAddUpToLogP_data() {
  QTest::addColumn<QByteArray>("smiles");
  QTest::addColumn<double>("logP");
  // Crippen.MolLogP of RDKit 2022.09.
  QTest::newRow("aspirin") << QByteArray("CC(=O)Oc1ccccc1C(=O)O") << 1.3101;
  QTest::newRow("water") << QByteArray("O") << -0.8247;
  QTest::newRow("hexane") << QByteArray("CCCCCC") << 2.5866;
}

void AtomPropertiesTest::sharesAddUpToLogP() {
  QFETCH(QByteArray, smiles);
  QFETCH(double, logP);
  const auto subject = molecule(smiles);
  const auto properties = chem::atomProperties(*subject);
  QVERIFY(properties);
  QCOMPARE(properties->logpShare.size(), subject->atoms().size());
  QVERIFY2(std::abs(sum(properties->logpShare) - logP) < 1e-4,
           qPrintable(QString::number(sum(properties->logpShare))));
}

void AtomPropertiesTest::labels_data() {
  QTest::addColumn<QByteArray>("smiles");
  QTest::addColumn<int>("atom");
  QTest::addColumn<QByteArray>("cip");
  QTest::addColumn<int>("bond");
  QTest::addColumn<QByteArray>("bondCip");
  QTest::newRow("L-alanine is S") << QByteArray("C[C@H](N)C(=O)O") << 1 << QByteArray("S") << 0
                                  << QByteArray();
  QTest::newRow("its mirror image is R")
      << QByteArray("C[C@@H](N)C(=O)O") << 1 << QByteArray("R") << 0 << QByteArray();
  QTest::newRow("trans-2-butene is E")
      << QByteArray("C/C=C/C") << 1 << QByteArray() << 1 << QByteArray("E");
  QTest::newRow("cis-2-butene is Z")
      << QByteArray("C/C=C\\C") << 1 << QByteArray() << 1 << QByteArray("Z");
  QTest::newRow("an unmarked centre has none")
      << QByteArray("CC(N)C(=O)O") << 1 << QByteArray() << 0 << QByteArray();
}

void AtomPropertiesTest::labels() {
  QFETCH(QByteArray, smiles);
  QFETCH(int, atom);
  QFETCH(QByteArray, cip);
  QFETCH(int, bond);
  QFETCH(QByteArray, bondCip);
  const auto subject = molecule(smiles);
  const auto properties = chem::atomProperties(*subject);
  QVERIFY(properties);
  QCOMPARE(properties->cip.size(), subject->atoms().size());
  QCOMPARE(properties->bondCip.size(), subject->bonds().size());
  QCOMPARE(QByteArray::fromStdString(properties->cip[std::size_t(atom)]), cip);
  QCOMPARE(QByteArray::fromStdString(properties->bondCip[std::size_t(bond)]), bondCip);
}

void AtomPropertiesTest::saysWhenThereAreNoCharges() {
  const auto properties = chem::atomProperties(*molecule("CC[Fe]CC"));
  QVERIFY(properties);
  QVERIFY(properties->partialCharge.empty() && properties->chargeMethod.empty());
  QVERIFY2(properties->note.find("Fe") != std::string::npos, properties->note.c_str());
  QCOMPARE(properties->logpShare.size(), std::size_t(15));
}

void AtomPropertiesTest::refusesWithoutRdkit() {
  const chem::Molecule bare({{.atomicNumber = 6}}, {}, "", nullptr);
  const auto properties = chem::atomProperties(bare);
  QVERIFY(!properties);
  QCOMPARE(properties.error().code, ErrorCode::Unsupported);
}

QTEST_GUILESS_MAIN(AtomPropertiesTest)
#include "atom_properties_test.moc"
