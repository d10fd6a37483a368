#include <QTest>

#include <algorithm>

#include "model/chem/edit/fragments.h"
#include "tests/model/edit/edited.h"

using namespace molloquy;
using namespace molloquy::chem;
using namespace molloquy::chem::edit;

/// Every fragment of the library is put onto methane, and alone.
class FragmentLibraryTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyFragmentCanBePut_data();
  void everyFragmentCanBePut();
};

void FragmentLibraryTest::everyFragmentCanBePut_data() {
  QTest::addColumn<QString>("id");
  QTest::addColumn<bool>("attaches");
  const auto fragments = allFragments();
  QVERIFY(fragments);
  for (const Fragment& fragment : *fragments) {
    const bool attaches = fragment.smiles.find("[*:1]") != std::string::npos;
    QTest::addRow("%s", fragment.id.c_str()) << QString::fromStdString(fragment.id) << attaches;
  }
}

void FragmentLibraryTest::everyFragmentCanBePut() {
  QFETCH(QString, id);
  QFETCH(bool, attaches);
  Edited edited = fromSmiles("C");
  QVERIFY2(edited.make(AddFragment{.id = id.toStdString(), .at = AtomIndex(1)}),
           edited.error.c_str());
  const Molecule& molecule = *edited.molecule;
  const bool bonded =
      std::any_of(edited.last.added.begin(), edited.last.added.end(), [&](AtomIndex atom) {
        const auto others = molecule.neighbours(*edited.last.newIndexOf[0]);
        return std::find(others.begin(), others.end(), atom) != others.end();
      });
  QCOMPARE(bonded, attaches);
  Edited alone;
  QVERIFY2(alone.make(AddFragment{.id = id.toStdString()}), alone.error.c_str());
  QVERIFY2(alone.last.warnings.empty(),
           alone.last.warnings.empty() ? "" : alone.last.warnings.front().c_str());
}

QTEST_APPLESS_MAIN(FragmentLibraryTest)
#include "fragment_library_test.moc"
