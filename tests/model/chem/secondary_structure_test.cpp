#include "model/chem/secondary_structure.h"

#include <QElapsedTimer>
#include <QTest>

#include <algorithm>

#include "tests/model/chem/sample_peptides.h"

using namespace molloquy;

namespace {

/// "CHHHC" of the folds.
QByteArray letters(const std::vector<chem::Fold>& folds) {
  QByteArray text;
  for (const chem::Fold fold : folds) text += "CHE"[static_cast<int>(fold)];
  return text;
}

}  // namespace

/// Folds of backbones made by formula, for which the answer is known.
class SecondaryStructureTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void findsFolds_data();
  void findsFolds();
  void findsBackbones();
  void breaksWhereTheChainDoes();
  void toleratesBrokenInput();
  void isQuickAtAnySize();
};

void SecondaryStructureTest::findsFolds_data() {
  QTest::addColumn<double>("phi");
  QTest::addColumn<double>("psi");
  QTest::addColumn<int>("copies");
  QTest::addColumn<bool>("antiparallel");
  QTest::addColumn<QByteArray>("expected");  // of the first chain
  QTest::newRow("an alpha helix but for its ends")
      << -57.0 << -47.0 << 1 << false << QByteArray("CHHHHHHHHHHC");
  QTest::newRow("a 3-10 helix too") << -49.0 << -26.0 << 1 << false << QByteArray("CHHHHHHHHHHC");
  QTest::newRow("an extended chain alone is coil")
      << -119.0 << 113.0 << 1 << false << QByteArray("CCCCCCCCCCCC");
  QTest::newRow("polyproline's helix has no bonds")
      << -75.0 << 145.0 << 1 << false << QByteArray("CCCCCCCCCCCC");
  QTest::newRow("strands beside each other")
      << -119.0 << 113.0 << 3 << false << QByteArray("CEEEEEEEEEEC");
  // The partner of residue i is 12 - i, so that of the second is the last one, which ends.
  QTest::newRow("strands against each other")
      << -139.0 << 135.0 << 2 << true << QByteArray("CCEEEEEEEEEC");
}

void SecondaryStructureTest::findsFolds() {
  QFETCH(double, phi);
  QFETCH(double, psi);
  QFETCH(int, copies);
  QFETCH(bool, antiparallel);
  QFETCH(QByteArray, expected);
  const auto course = antiparallel ? test::Course::Antiparallel : test::Course::Parallel;
  const test::Peptide peptide =
      test::alanines({.residues = 12, .phi = phi, .psi = psi, .copies = copies, .course = course});
  const auto folds = chem::foldsOf(*peptide.molecule->biopolymer(), peptide.positions);
  QCOMPARE(letters(folds).left(12), expected);
  QVERIFY(!chem::hasFolds(*peptide.molecule->biopolymer()));
}

void SecondaryStructureTest::findsBackbones() {
  const test::Peptide peptide = test::alanines({.residues = 3});
  const auto backbones = chem::backboneOf(*peptide.molecule->biopolymer());
  QCOMPARE(backbones.size(), std::size_t(3));
  QCOMPARE(backbones[0].nitrogen->value, 0U);
  QCOMPARE(backbones[0].alpha->value, 1U);
  QCOMPARE(backbones[1].residue, 1U);
  QVERIFY(backbones[2].oxygen && !backbones[2].sugar && !backbones[2].phosphorus);
  const test::Peptide dna = test::nucleotides(2);
  const auto sugars = chem::backboneOf(*dna.molecule->biopolymer());
  QVERIFY(sugars[1].sugar && sugars[1].phosphorus && sugars[1].base && !sugars[1].alpha);
  QCOMPARE(sugars[0].base->value, 2U);
}

void SecondaryStructureTest::breaksWhereTheChainDoes() {
  test::Peptide peptide = test::alanines({.residues = 12});
  // The second half moves away: the hydrogen bonds across the gap are gone.
  const auto& polymer = *peptide.molecule->biopolymer();
  for (std::size_t i = 0; i < peptide.positions.size(); ++i) {
    if (polymer.residueOf[i] >= 6) peptide.positions[i][0] += 50;
  }
  QCOMPARE(letters(chem::foldsOf(polymer, peptide.positions)), QByteArray("CHHHHCCHHHHC"));
}

void SecondaryStructureTest::toleratesBrokenInput() {
  const test::Peptide bare = test::alanines({.residues = 12, .oxygens = false});
  const auto folds = chem::foldsOf(*bare.molecule->biopolymer(), bare.positions);
  QCOMPARE(letters(folds), QByteArray(12, 'C'));
  QVERIFY(chem::foldsOf({}, {}).empty());
  // All atoms in one place, and far away.
  const test::Peptide peptide = test::alanines({.residues = 12});
  for (const double x : {0.0, 1e30}) {
    const std::vector<chem::Point3> heap(peptide.positions.size(), {x, x, x});
    QCOMPARE(letters(chem::foldsOf(*peptide.molecule->biopolymer(), heap)), QByteArray(12, 'C'));
  }
}

void SecondaryStructureTest::isQuickAtAnySize() {
  const test::Peptide crowd = test::helixCrowd(100'000);
  QElapsedTimer timer;
  timer.start();
  const auto folds = chem::foldsOf(*crowd.molecule->biopolymer(), crowd.positions);
  QVERIFY2(timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed())));
  const auto helices = std::count(folds.begin(), folds.end(), chem::Fold::Helix);
  QVERIFY2(double(helices) > 0.9 * double(folds.size()), qPrintable(QString::number(helices)));
}

QTEST_GUILESS_MAIN(SecondaryStructureTest)
#include "secondary_structure_test.moc"
