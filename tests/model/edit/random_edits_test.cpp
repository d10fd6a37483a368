#include "tests/model/edit/random_edits.h"

#include <QTest>

#include "model/chem/edit/serialised.h"

using namespace molloquy;
using namespace molloquy::chem;
using namespace molloquy::chem::edit;

/// Short walks of random edits: consistent, repeatable, undone by keeping states.
class RandomEditsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyOutcomeIsConsistent();
  void theSameEditsGiveTheSameBytes();
  void bytesTellEveryDifference();
};

void RandomEditsTest::everyOutcomeIsConsistent() {
  unsigned seed = 100;
  int made = 0;
  for (const std::string& smiles : startingStructures()) {
    Edited edited = fromSmiles(smiles);
    QCOMPARE(edited.error, std::string());
    RandomEdits random(seed++);
    for (int step = 0; step < 15; ++step) {
      const auto before = edited.molecule;
      const Operation operation = random.next(*edited.molecule, edited.conformer);
      if (!edited.make(operation)) continue;
      ++made;
      const std::string wrong = inconsistency(edited.last, *before);
      QVERIFY2(wrong.empty(), qPrintable(QString("%1, step %2, operation %3: %4")
                                             .arg(smiles.c_str())
                                             .arg(step)
                                             .arg(operation.index())
                                             .arg(wrong.c_str())));
    }
  }
  QVERIFY(made > 80);
}

void RandomEditsTest::theSameEditsGiveTheSameBytes() {
  std::string bytes[2];
  for (std::string& result : bytes) {
    Edited edited = fromSmiles("C[C@H](N)C(=O)O");
    RandomEdits random(3);
    for (int step = 0; step < 12; ++step) {
      edited.make(random.next(*edited.molecule, edited.conformer));
      result += serialised(*edited.molecule, edited.conformer);
    }
  }
  QVERIFY(!bytes[0].empty());
  QVERIFY(bytes[0] == bytes[1]);
}

void RandomEditsTest::bytesTellEveryDifference() {
  Edited edited = fromSmiles("C[C@H](N)C(=O)O");
  const std::string original = serialised(*edited.molecule, edited.conformer);
  QVERIFY(original == serialised(*edited.molecule, edited.conformer));
  Conformer moved = edited.conformer;
  moved.positions[0][2] = std::nextafter(moved.positions[0][2], 99.0);
  QVERIFY(serialised(*edited.molecule, moved) != original);
  Conformer noted = edited.conformer;
  noted.note += "x";
  QVERIFY(serialised(*edited.molecule, noted) != original);
  QVERIFY(edited.make(SetIsotope{{AtomIndex(0)}, 13}));
  QVERIFY(serialised(*edited.molecule, edited.conformer) != original);
}

QTEST_APPLESS_MAIN(RandomEditsTest)
#include "random_edits_test.moc"
