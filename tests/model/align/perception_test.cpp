#include <QTest>

#include <algorithm>
#include <set>

#include "model/align/perception.h"
#include "model/align/ring_systems.h"
#include "tests/model/align/align_fixture.h"

using namespace molloquy;

/// What the structure says by itself.
class PerceptionTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void namesWhatIsThere_data();
  void namesWhatIsThere();
  void everyRingAtomIsNamed();
  void ringsAreGroupedIntoSystems_data();
  void ringsAreGroupedIntoSystems();

 private:
  std::shared_ptr<const align::Lexicon> m_lexicon;
};

void PerceptionTest::initTestCase() {
  m_lexicon = test::shippedLexicon();
  QVERIFY(m_lexicon);
}

void PerceptionTest::namesWhatIsThere_data() {
  QTest::addColumn<QString>("smiles");
  QTest::addColumn<QString>("phrase");
  QTest::addColumn<QString>("atoms");
  QTest::newRow("a group") << "CC(=O)O" << "carboxylic acid group" << "1 2 3";
  QTest::newRow("a ring") << "Oc1ccccc1" << "benzene ring" << "1 2 3 4 5 6";
  QTest::newRow("a ring without a name") << "C1CCCCCCCC1" << "9-membered ring" << "0 1 2 3 4 5 6 7 8";
  QTest::newRow("a stereocentre") << "C[C@H](N)C(=O)O" << "S configuration" << "1";
  QTest::newRow("a charge") << "C[N+](C)(C)C" << "positively charged atom" << "1";
  QTest::newRow("a chain") << "CCCC(=O)O" << "carbon chain" << "0 1 2 3";
}

void PerceptionTest::namesWhatIsThere() {
  QFETCH(QString, smiles);
  QFETCH(QString, phrase);
  QFETCH(QString, atoms);
  const auto molecule = test::moleculeOf(smiles.toStdString());
  const auto records = align::perceive(*molecule, *m_lexicon);
  const auto found = std::find_if(records.begin(), records.end(), [&](const auto& record) {
    return QString::fromStdString(record.phrase) == phrase;
  });
  QVERIFY(found != records.end());
  QCOMPARE(test::joined(found->chosenAtoms()), atoms);
  QCOMPARE(found->source, align::AlignmentSource::Perception);
  QCOMPARE(found->span, TextSpan{});
}

void PerceptionTest::everyRingAtomIsNamed() {
  const auto molecule = test::moleculeOf("C1CCC2(CC1)CCC1(CCCCCCCCC1)C2");
  std::set<AtomIndex> named;
  for (const auto& record : align::perceive(*molecule, *m_lexicon))
    for (const auto& match : record.atoms) named.insert(match.begin(), match.end());
  for (const align::Ring& ring : align::perceiveRings(*molecule).rings)
    for (AtomIndex atom : ring.atoms) QVERIFY(named.count(atom));
}

void PerceptionTest::ringsAreGroupedIntoSystems_data() {
  QTest::addColumn<QString>("smiles");
  QTest::addColumn<QString>("systems");  // rings per system
  QTest::addColumn<int>("spiroAtoms");
  QTest::newRow("no ring") << "CCO" << "" << 0;
  QTest::newRow("two rings joined by a bond") << "c1ccc(-c2ccccc2)cc1" << "1 1" << 0;
  QTest::newRow("two rings fused") << "c1ccc2ccccc2c1" << "2" << 0;
  QTest::newRow("two rings that share an atom") << "C1CCC2(CC1)OCCO2" << "1 1" << 1;
  QTest::newRow("a bridge") << "C1CC2CCC1C2" << "2" << 0;
  QTest::newRow("four rings whose perception order is not their order of fusion")
      << "c1ccc2c(c1)-c1cccc3cccc-2c13" << "4" << 0;
}

void PerceptionTest::ringsAreGroupedIntoSystems() {
  QFETCH(QString, smiles);
  QFETCH(QString, systems);
  QFETCH(int, spiroAtoms);
  const auto molecule = test::moleculeOf(smiles.toStdString());
  const align::Rings rings = align::perceiveRings(*molecule);
  QStringList sizes;
  for (const align::RingSystem& system : rings.systems)
    sizes << QString::number(system.rings.size());
  QCOMPARE(sizes.join(' '), systems);
  QCOMPARE(static_cast<int>(rings.spiroAtoms.size()), spiroAtoms);
}

QTEST_GUILESS_MAIN(PerceptionTest)
#include "perception_test.moc"
