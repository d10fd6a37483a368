#include <QTest>

#include <array>
#include <cmath>

#include "tests/model/edit/edited.h"

using namespace molloquy;
using namespace molloquy::chem;
using namespace molloquy::chem::edit;

namespace {

/// Pairs of bonded heavy atoms and of atoms that share a neighbour: what a rigid move may change
/// only at the centre.
int changedDistances(const Edited& before, const Edited& after, AtomIndex centre) {
  int changed = 0;
  for (const Bond& bond : before.molecule->bonds()) {
    for (const AtomIndex a : before.molecule->neighbours(bond.begin)) {
      if (bond.begin == centre || a == bond.end) continue;
      const std::array pair{a, bond.end};
      const double was = *measured(before.conformer.positions, pair);
      const double is = *measured(after.conformer.positions, pair);
      changed += std::abs(was - is) > 1e-6;
    }
  }
  return changed;
}

}  // namespace

/// R and S, E and Z: read off positions, turned over by rigid moves.
class StereoTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aCentreIsInverted_data();
  void aCentreIsInverted();
  void aDoubleBondIsFlipped_data();
  void aDoubleBondIsFlipped();
  void aMovedAtomTurnsTheMarkOver();
  void whatCannotTurnIsToldWhy_data();
  void whatCannotTurnIsToldWhy();
};

void StereoTest::aCentreIsInverted_data() {
  QTest::addColumn<QString>("smiles");
  QTest::addColumn<int>("centre");
  QTest::addColumn<QString>("expected");
  QTest::addColumn<bool>("rigid");
  QTest::addRow("alanine") << "C[C@H](N)C(=O)O" << 1 << "C[C@@H](N)C(=O)O" << true;
  QTest::addRow("a centre in a ring") << "C[C@H]1CCCCO1" << 1 << "C[C@@H]1CCCCO1" << true;
  QTest::addRow("one of two centres")
      << "C[C@H](O)[C@@H](C)Cl" << 1 << "C[C@@H](O)[C@@H](C)Cl" << true;
  QTest::addRow("a spiro centre") << "C1CC[C@]2(CO1)CCOC2" << 3 << "C1CC[C@@]2(CO1)CCOC2" << true;
  QTest::addRow("a sulfoxide") << "C[S@](=O)CC" << 1 << "C[S@@](=O)CC" << true;
  QTest::addRow("a ring junction")
      << "C1CC[C@@H]2CCCC[C@H]2C1" << 3 << "C1CC[C@H]2CCCC[C@H]2C1" << false;
}

void StereoTest::aCentreIsInverted() {
  QFETCH(QString, smiles);
  QFETCH(int, centre);
  QFETCH(QString, expected);
  QFETCH(bool, rigid);
  Edited edited = fromSmiles(smiles.toStdString());
  QCOMPARE(edited.error, std::string());
  const Edited before = edited;
  const AtomIndex atom(static_cast<std::uint32_t>(centre));
  QVERIFY2(edited.make(InvertCentre{atom}), edited.error.c_str());
  QCOMPARE(QString::fromStdString(edited.smiles()),
           QString::fromStdString(fromSmiles(expected.toStdString()).smiles()));
  if (rigid) QCOMPARE(changedDistances(before, edited, atom), 0);
  // Twice is as before.
  QVERIFY(edited.make(InvertCentre{atom}));
  QCOMPARE(edited.smiles(), before.smiles());
}

void StereoTest::aDoubleBondIsFlipped_data() {
  QTest::addColumn<QString>("smiles");
  QTest::addColumn<int>("bond");
  QTest::addColumn<QString>("expected");
  QTest::addRow("2-butene") << "C/C=C/C" << 1 << "C/C=C\\C";
  QTest::addRow("an oxime") << "C/C=N/O" << 1 << "C/C=N\\O";
  QTest::addRow("cinnamic acid") << "OC(=O)/C=C/c1ccccc1" << 3 << "OC(=O)/C=C\\c1ccccc1";
  QTest::addRow("an exocyclic one") << "C/C=C1/CCCOC1" << 1 << "C/C=C1\\CCCOC1";
}

void StereoTest::aDoubleBondIsFlipped() {
  QFETCH(QString, smiles);
  QFETCH(int, bond);
  QFETCH(QString, expected);
  Edited edited = fromSmiles(smiles.toStdString());
  QCOMPARE(edited.error, std::string());
  const Edited before = edited;
  QVERIFY2(edited.make(FlipDoubleBond{BondIndex(static_cast<std::uint32_t>(bond))}),
           edited.error.c_str());
  QCOMPARE(QString::fromStdString(edited.smiles()),
           QString::fromStdString(fromSmiles(expected.toStdString()).smiles()));
  const AtomIndex nowhere(9999);
  QCOMPARE(changedDistances(before, edited, nowhere), 0);
}

void StereoTest::aMovedAtomTurnsTheMarkOver() {
  Edited edited = fromSmiles("C[C@H](N)C(=O)O");
  const std::string before = edited.smiles();
  Positions positions = edited.conformer.positions;
  for (Point3& point : positions) point[2] = -point[2];
  QVERIFY(edited.make(SetPositions{.positions = positions}));
  QVERIFY(edited.last.molecule != nullptr);
  QVERIFY(edited.smiles() != before);
  // A small move leaves the molecule itself in place.
  positions[0][0] += 0.01;
  QVERIFY(edited.make(SetPositions{.positions = positions}));
  QVERIFY(edited.last.molecule == nullptr);
}

void StereoTest::whatCannotTurnIsToldWhy_data() {
  QTest::addColumn<QString>("smiles");
  QTest::addColumn<Operation>("operation");
  QTest::addColumn<QString>("words");
  QTest::addRow("a ring's double bond")
      << "C1CC=CCC1" << Operation(FlipDoubleBond{BondIndex(2)}) << "part of a small ring";
  QTest::addRow("two equal groups")
      << "CC(C)N" << Operation(InvertCentre{AtomIndex(1)}) << "no four different substituents";
  QTest::addRow("an aromatic bond")
      << "c1ccccc1" << Operation(FlipDoubleBond{BondIndex(0)}) << "is no double bond";
}

void StereoTest::whatCannotTurnIsToldWhy() {
  QFETCH(QString, smiles);
  QFETCH(Operation, operation);
  QFETCH(QString, words);
  Edited edited = fromSmiles(smiles.toStdString());
  QVERIFY(!edited.make(operation));
  QVERIFY2(QString::fromStdString(edited.error).contains(words), edited.error.c_str());
}

Q_DECLARE_METATYPE(molloquy::chem::edit::Operation)
QTEST_APPLESS_MAIN(StereoTest)
#include "stereo_test.moc"
