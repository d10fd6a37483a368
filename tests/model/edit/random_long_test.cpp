#include <QTest>

#include "model/chem/edit/serialised.h"
#include "tests/model/edit/random_edits.h"

using namespace molloquy;
using namespace molloquy::chem;
using namespace molloquy::chem::edit;

/// A thousand random edits from each of a dozen structures.
class RandomLongTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aThousandEditsAreConsistent_data();
  void aThousandEditsAreConsistent();
};

void RandomLongTest::aThousandEditsAreConsistent_data() {
  QTest::addColumn<QString>("smiles");
  for (const std::string& smiles : startingStructures()) {
    QTest::addRow("%s", smiles.c_str()) << QString::fromStdString(smiles);
  }
}

void RandomLongTest::aThousandEditsAreConsistent() {
  QFETCH(QString, smiles);
  Edited edited = fromSmiles(smiles.toStdString());
  QCOMPARE(edited.error, std::string());
  RandomEdits random(static_cast<unsigned>(smiles.size()) * 7919U);
  int made = 0;
  for (int step = 0; step < 1'000; ++step) {
    const auto before = edited.molecule;
    const std::string beforeBytes = serialised(*edited.molecule, edited.conformer);
    const Conformer beforeConformer = edited.conformer;
    const Operation operation = random.next(*edited.molecule, edited.conformer);
    if (!edited.make(operation)) continue;
    ++made;
    const std::string wrong = inconsistency(edited.last, *before);
    QVERIFY2(wrong.empty(), qPrintable(QString("step %1, operation %2: %3")
                                           .arg(step)
                                           .arg(operation.index())
                                           .arg(wrong.c_str())));
    // The state before is untouched: going back to it is undo.
    QVERIFY(serialised(*before, beforeConformer) == beforeBytes);
  }
  QVERIFY2(made > 400, qPrintable(QString::number(made)));
}

QTEST_APPLESS_MAIN(RandomLongTest)
#include "random_long_test.moc"
