#include "model/chem/edit/fragments.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "tests/model/edit/edited.h"

using namespace molloquy;
using namespace molloquy::chem;
using namespace molloquy::chem::edit;

namespace {

std::filesystem::path written(const QTemporaryDir& folder, const char* content) {
  const QString path = folder.filePath("fragments.tsv");
  QFile file(path);
  if (file.open(QIODevice::WriteOnly)) file.write(content);
  return path.toStdString();
}

/// The shortest distance between two atoms that are not bonded.
double closest(const Edited& edited) {
  double least = 1e9;
  const Positions& p = edited.conformer.positions;
  for (std::uint32_t i = 0; i < p.size(); ++i) {
    const std::vector<AtomIndex> bonded = edited.molecule->neighbours(AtomIndex(i));
    for (std::uint32_t j = i + 1; j < p.size(); ++j) {
      if (std::find(bonded.begin(), bonded.end(), AtomIndex(j)) != bonded.end()) continue;
      least = std::min(least, std::hypot(p[i][0] - p[j][0], p[i][1] - p[j][1], p[i][2] - p[j][2]));
    }
  }
  return least;
}

}  // namespace

/// The library of fragments and putting them.
class FragmentsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theLibraryIsComplete();
  void fragmentsAreAttached_data();
  void fragmentsAreAttached();
  void wrongFilesNameTheLine_data();
  void wrongFilesNameTheLine();
  void ownFragmentsComeAfterAndInstead();
  void aChelateHasItsBonds();
};

void FragmentsTest::theLibraryIsComplete() {
  const auto fragments = allFragments();
  QVERIFY2(fragments, fragments ? "" : fragments.error().toString().c_str());
  QVERIFY(fragments->size() >= 150);
  std::map<std::string, int> categories;
  for (const Fragment& fragment : *fragments) ++categories[fragment.category];
  QCOMPARE(categories["Amino acids"], 20);
  QVERIFY(categories["Ligands"] >= 15 && categories["Functional groups"] >= 50);
}

void FragmentsTest::fragmentsAreAttached_data() {
  QTest::addColumn<QString>("id");
  QTest::addColumn<QString>("expected");
  QTest::addRow("benzene makes toluene") << "ring/benzene"
                                         << "Cc1ccccc1";
  QTest::addRow("nitro makes nitromethane") << "group/nitro"
                                            << "C[N+](=O)[O-]";
  QTest::addRow("oxo takes two hydrogens") << "group/oxo"
                                           << "C=O";
  QTest::addRow("nitrile") << "group/cyano"
                           << "CC#N";
  QTest::addRow("an alanine residue keeps its S centre") << "residue/ala"
                                                         << "CN[C@@H](C)C=O";
  QTest::addRow("proline") << "residue/pro"
                           << "CN1CCC[C@H]1C=O";
  QTest::addRow("adenine") << "nucleic/adenine"
                           << "Cn1cnc2c(N)ncnc21";
  QTest::addRow("a carbene has no hydrogen") << "ligand/nhc"
                                             << "C[C]1N(C)C=CN1C";
}

void FragmentsTest::fragmentsAreAttached() {
  QFETCH(QString, id);
  QFETCH(QString, expected);
  Edited edited = fromSmiles("C");
  QVERIFY2(edited.make(AddFragment{.id = id.toStdString(), .at = AtomIndex(1)}),
           edited.error.c_str());
  const Edited wanted = fromSmiles(expected.toStdString());
  QCOMPARE(QString::fromStdString(edited.smiles()), QString::fromStdString(wanted.smiles()));
  QVERIFY2(closest(edited) > 1.4, qPrintable(QString::number(closest(edited))));
  QVERIFY(!edited.last.added.empty());
}

void FragmentsTest::wrongFilesNameTheLine_data() {
  QTest::addColumn<QByteArray>("content");
  QTest::addColumn<QString>("words");
  QTest::addRow("too few columns")
      << QByteArray("id\tname\tcategory\tsmiles\na\tb\tc\n") << "line 2: has 3 columns";
  QTest::addRow("an empty column")
      << QByteArray("id\tname\tcategory\tsmiles\na\t\tc\tC\n") << "line 2: has an empty column";
  QTest::addRow("an id twice") << QByteArray("h\na\tb\tc\tC\n# remark\na\tb\tc\tC\n")
                               << "line 4: has the id \"a\" a second time";
  QTest::addRow("a line without end")
      << QByteArray("h\n" + QByteArray(20'000, 'x')) << "line 2: too long";
}

void FragmentsTest::wrongFilesNameTheLine() {
  QFETCH(QByteArray, content);
  QFETCH(QString, words);
  const QTemporaryDir folder;
  const auto fragments = loadFragments(written(folder, content.constData()));
  QVERIFY(!fragments);
  QCOMPARE(fragments.error().code, ErrorCode::Corrupt);
  QVERIFY2(QString::fromStdString(fragments.error().message).contains(words),
           fragments.error().message.c_str());
  QCOMPARE(loadFragments("/nowhere/fragments.tsv").error().code, ErrorCode::NotFound);
}

void FragmentsTest::ownFragmentsComeAfterAndInstead() {
  const QTemporaryDir folder;
  QDir(folder.path()).mkdir("molloquy");
  const QTemporaryDir* data = &folder;
  QFile file(data->filePath("molloquy/fragments.tsv"));
  QVERIFY(file.open(QIODevice::WriteOnly));
  file.write(
      "id\tname\tcategory\tsmiles\nmine/x\tMine\tMy own\t[*:1]CCl\n"
      "ring/benzene\tOwn ring\tMy own\t[*:1]C1CC1\n");
  file.close();
  const QByteArray before = qgetenv("XDG_DATA_HOME");
  qputenv("XDG_DATA_HOME", folder.path().toUtf8());
  const auto fragments = allFragments();
  Edited edited = fromSmiles("C");
  const bool made = edited.make(AddFragment{.id = "mine/x", .at = AtomIndex(0)});
  qputenv("XDG_DATA_HOME", before);
  QVERIFY(fragments);
  QCOMPARE(QString::fromStdString(fragments->back().id), QString("mine/x"));
  QCOMPARE(QString::fromStdString(fragments->front().id), QString("ring/cyclopropane"));
  QVERIFY(made);
  QCOMPARE(QString::fromStdString(edited.smiles()), QString("CCCl"));
  QCOMPARE(QString::fromStdString(edited.last.title), QString("Add mine to C1"));
}

void FragmentsTest::aChelateHasItsBonds() {
  Edited edited;
  QVERIFY(edited.make(AddAtom{.atomicNumber = 28}));
  QVERIFY2(edited.make(AddFragment{.id = "ligand/en", .at = AtomIndex(0)}), edited.error.c_str());
  QCOMPARE(edited.molecule->neighbours(AtomIndex(0)).size(), std::size_t{2});
  for (const AtomIndex donor : edited.molecule->neighbours(AtomIndex(0))) {
    QCOMPARE(edited.molecule->atoms()[donor.value].atomicNumber, 7);
    const double length = *measured(edited.conformer.positions, std::array{AtomIndex(0), donor});
    QVERIFY2(length > 1.7 && length < 2.5, qPrintable(QString::number(length)));
  }
}

QTEST_APPLESS_MAIN(FragmentsTest)
#include "fragments_test.moc"
