#include "model/chem/molecule.h"

#include <QTest>

#include "model/chem/structure_reader.h"

using namespace molloquy;

/// The value type: names, neighbours, bond orders.
class MoleculeTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void elementsKnowTheirSymbols();
  void atomsAreNamedFromOne();
  void neighboursAndHydrogens();
  void aromaticBondsHaveAKekuleOrder();
  void handMadeMoleculesNeedNoLibrary();
};

void MoleculeTest::elementsKnowTheirSymbols() {
  QCOMPARE(chem::elementSymbol(6), std::string("C"));
  QCOMPARE(chem::elementSymbol(118), std::string("Og"));
  QCOMPARE(chem::elementSymbol(0), std::string("*"));
  QCOMPARE(chem::elementSymbol(-3), std::string("*"));
  QCOMPARE(chem::elementSymbol(119), std::string("*"));
  for (int number = 1; number <= 118; ++number) {
    QCOMPARE(chem::atomicNumberOf(chem::elementSymbol(number)).value_or(-1), number);
  }
  QVERIFY(!chem::atomicNumberOf("cl"));
  QVERIFY(!chem::atomicNumberOf(""));
}

void MoleculeTest::atomsAreNamedFromOne() {
  const auto record = chem::parseSmiles("CCO");
  QVERIFY(record);
  QCOMPARE(chem::atomName(*record->molecule, AtomIndex(2)), std::string("O3"));
}

void MoleculeTest::neighboursAndHydrogens() {
  const auto record = chem::parseSmiles("CCO");
  const chem::Molecule& ethanol = *record->molecule;
  QCOMPARE(ethanol.neighbours(AtomIndex(0)).size(), std::size_t{4});
  const auto hydroxyl = ethanol.withHydrogens({AtomIndex(2), AtomIndex(2)});
  QCOMPARE(hydroxyl.size(), std::size_t{2});
  QCOMPARE(hydroxyl[1].value, 8U);
  QVERIFY(ethanol.withHydrogens({AtomIndex(77)}).empty());
}

void MoleculeTest::aromaticBondsHaveAKekuleOrder() {
  const auto record = chem::parseSmiles("c1ccccc1");
  int doubles = 0;
  for (const chem::Bond& bond : record->molecule->bonds()) {
    if (bond.order != chem::BondOrder::Aromatic) continue;
    doubles += bond.kekuleOrder == chem::BondOrder::Double;
  }
  QCOMPARE(doubles, 3);
  QVERIFY(record->molecule->atoms()[0].aromatic);
}

void MoleculeTest::handMadeMoleculesNeedNoLibrary() {
  const chem::Molecule water(
      {{.atomicNumber = 8}, {.atomicNumber = 1}, {.atomicNumber = 1}},
      {{.begin = AtomIndex(0), .end = AtomIndex(1)}, {.begin = AtomIndex(0), .end = AtomIndex(2)}},
      "water", nullptr);
  QCOMPARE(water.heavyAtomCount(), std::size_t{1});
  QCOMPARE(water.neighbours(AtomIndex(0)).size(), std::size_t{2});
}

QTEST_GUILESS_MAIN(MoleculeTest)
#include "molecule_test.moc"
