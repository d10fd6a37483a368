#include <QTest>

#include <algorithm>
#include <random>
#include <set>

#include "model/chem/selection_parts.h"
#include "model/chem/selection_queries.h"
#include "tests/model/edit/edited.h"

using namespace molloquy;
using namespace molloquy::chem;
using namespace molloquy::chem::edit;

namespace {

QList<int> numbers(const std::vector<AtomIndex>& atoms) {
  QList<int> list;
  for (const AtomIndex atom : atoms) list.append(static_cast<int>(atom.value));
  return list;
}

std::vector<AtomIndex> atoms(std::initializer_list<std::uint32_t> indices) {
  std::vector<AtomIndex> list;
  for (const std::uint32_t index : indices) list.emplace_back(index);
  return list;
}

/// Glycine and water as a file with residues has them.
Molecule twoResidues() {
  const std::vector<Atom> elements{{.atomicNumber = 7}, {.atomicNumber = 6}, {.atomicNumber = 6},
                                   {.atomicNumber = 8}, {.atomicNumber = 6}, {.atomicNumber = 1},
                                   {.atomicNumber = 8}};
  std::vector<Bond> bonds;
  for (const auto& [a, b] : {std::pair(0U, 1U), {1U, 2U}, {2U, 3U}, {1U, 4U}, {4U, 5U}}) {
    bonds.push_back({.begin = AtomIndex(a), .end = AtomIndex(b)});
  }
  auto residues = std::make_shared<Biopolymer>();
  residues->residues = {{.name = "ALA", .number = 1, .chain = "A"},
                        {.name = "HOH", .number = 2, .chain = "B", .hetero = true}};
  residues->residueOf = {0, 0, 0, 0, 0, 0, 1};
  residues->atomNames = {"N", "CA", "C", "O", "CB", "HB1", "O"};
  return Molecule(elements, bonds, "", nullptr, residues);
}

}  // namespace

/// Atoms by rules, and the SMILES of some.
class SelectionTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void partsAreFound_data();
  void partsAreFound();
  void residuesHaveABackbone();
  void distancesAgreeWithTryingAllPairs();
  void smilesOfAPart_data();
  void smilesOfAPart();
  void wrongSelectionsAreRefused();
  void aWrongPatternNamesItsColumn_data();
  void aWrongPatternNamesItsColumn();
  void patternsAreFound();
};

void SelectionTest::partsAreFound_data() {
  QTest::addColumn<QString>("smiles");
  QTest::addColumn<Part>("part");
  QTest::addColumn<QList<int>>("expected");
  QTest::addRow("ring atoms of toluene")
      << "Cc1ccccc1" << Part::Rings << QList<int>{1, 2, 3, 4, 5, 6};
  QTest::addRow("a chain between two rings is none")
      << "C1CC1CC1CC1" << Part::Rings << QList<int>{0, 1, 2, 4, 5, 6};
  QTest::addRow("norbornane is all ring")
      << "C1CC2CCC1C2" << Part::Rings << QList<int>{0, 1, 2, 3, 4, 5, 6};
  QTest::addRow("a chain has no ring") << "CCCC" << Part::Rings << QList<int>{};
  QTest::addRow("hetero atoms") << "CC(=O)N" << Part::Hetero << QList<int>{2, 3};
  QTest::addRow("water, not methanol") << "CO.O" << Part::Water << QList<int>{2, 7, 8};
  QTest::addRow("hydrogens") << "CF" << Part::Hydrogens << QList<int>{2, 3, 4};
  QTest::addRow("no backbone without residues") << "NCC(=O)O" << Part::Backbone << QList<int>{};
}

void SelectionTest::partsAreFound() {
  QFETCH(QString, smiles);
  QFETCH(Part, part);
  QFETCH(QList<int>, expected);
  const Edited edited = fromSmiles(smiles.toStdString());
  QCOMPARE(edited.error, std::string());
  QCOMPARE(numbers(atomsOfPart(*edited.molecule, part)), expected);
}

void SelectionTest::residuesHaveABackbone() {
  const Molecule molecule = twoResidues();
  QCOMPARE(numbers(atomsOfPart(molecule, Part::Backbone)), (QList<int>{0, 1, 2, 3}));
  QCOMPARE(numbers(atomsOfPart(molecule, Part::SideChains)), (QList<int>{4, 5}));
  QCOMPARE(numbers(atomsOfPart(molecule, Part::Water)), QList<int>{6});
  QCOMPARE(numbers(wholeResidues(molecule, atoms({4}))), (QList<int>{0, 1, 2, 3, 4, 5}));
  QCOMPARE(numbers(wholeResidues(molecule, atoms({6, 99}))), QList<int>{6});
  QCOMPARE(numbers(grown(molecule, atoms({0}))), (QList<int>{0, 1}));
  QCOMPARE(numbers(shrunk(molecule, atoms({0, 1, 2, 3}))), (QList<int>{0, 2, 3}));
  QCOMPARE(numbers(inverted(molecule, atoms({0, 1, 2, 3, 4}))), (QList<int>{5, 6}));
  QCOMPARE(numbers(fragmentOf(molecule, AtomIndex(6))), QList<int>{6});
}

void SelectionTest::distancesAgreeWithTryingAllPairs() {
  std::mt19937 random(11);
  Positions positions(600);
  for (Point3& point : positions) {
    for (double& coordinate : point) coordinate = static_cast<double>(random() % 4000U) / 100 - 20;
  }
  const auto of = atoms({3, 77, 401});
  for (const double distance : {0.5, 4.0, 15.0}) {
    QList<int> expected;
    for (int i = 0; i < 600; ++i) {
      for (const AtomIndex centre : of) {
        const std::array pair{AtomIndex(static_cast<std::uint32_t>(i)), centre};
        if (pair[0] != centre && measured(positions, pair).value_or(0) > distance) continue;
        expected.append(i);
        break;
      }
    }
    QCOMPARE(numbers(within(positions, of, distance)), expected);
  }
}

void SelectionTest::smilesOfAPart_data() {
  QTest::addColumn<QString>("smiles");
  QTest::addColumn<QList<int>>("chosen");
  QTest::addColumn<QString>("expected");
  QTest::addRow("the acetyl of aspirin")
      << "CC(=O)Oc1ccccc1C(=O)O" << QList<int>{0, 1, 2} << "CC=O";
  QTest::addRow("its ring") << "CC(=O)Oc1ccccc1C(=O)O" << QList<int>{4, 5, 6, 7, 8, 9}
                            << "c1ccccc1";
  QTest::addRow("half a ring is written with double bonds")
      << "c1ccccc1" << QList<int>{0, 1, 2, 3} << "C=CC=C";
  QTest::addRow("two pieces") << "CCCO" << QList<int>{0, 3} << "C.O";
  QTest::addRow("everything") << "c1cc[nH]c1" << QList<int>{0, 1, 2, 3, 4} << "c1cc[nH]c1";
  QTest::addRow("a charge") << "C[N+](C)(C)CC(=O)[O-]" << QList<int>{5, 6, 7} << "O=C[O-]";
}

void SelectionTest::smilesOfAPart() {
  QFETCH(QString, smiles);
  QFETCH(QList<int>, chosen);
  QFETCH(QString, expected);
  const Edited edited = fromSmiles(smiles.toStdString());
  std::vector<AtomIndex> selection;
  for (const int index : chosen) selection.emplace_back(static_cast<std::uint32_t>(index));
  const Result<std::string> text = smilesOfSelection(*edited.molecule, selection);
  QVERIFY2(text, text ? "" : text.error().message.c_str());
  QCOMPARE(QString::fromStdString(*text), expected);
}

void SelectionTest::wrongSelectionsAreRefused() {
  const Edited edited = fromSmiles("CCO");
  QCOMPARE(smilesOfSelection(*edited.molecule, {}).error().code, ErrorCode::InvalidInput);
  const auto missing = smilesOfSelection(*edited.molecule, atoms({77}));
  QVERIFY(missing.error().message.find("There is no atom 78") != std::string::npos);
  QCOMPARE(smilesOfSelection(twoResidues(), atoms({0})).error().code, ErrorCode::Unsupported);
}

void SelectionTest::aWrongPatternNamesItsColumn_data() {
  QTest::addColumn<QString>("smarts");
  QTest::addColumn<int>("column");
  QTest::addRow("an open branch") << "CC(" << 3;
  QTest::addRow("a missing bracket") << "[OX2" << 5;
  QTest::addRow("an open ring") << "C1CC" << 2;
  QTest::addRow("a letter that is no element") << "CCQ" << 3;
  QTest::addRow("nonsense from the start") << ")C" << 1;
}

void SelectionTest::aWrongPatternNamesItsColumn() {
  QFETCH(QString, smarts);
  QFETCH(int, column);
  const Edited edited = fromSmiles("CCO");
  const auto atoms = atomsMatching(*edited.molecule, smarts.toStdString());
  QVERIFY(!atoms);
  QCOMPARE(errorColumn(atoms.error()).value_or(-1), column);
}

void SelectionTest::patternsAreFound() {
  const Edited edited = fromSmiles("OCC(=O)O");
  QCOMPARE(numbers(*atomsMatching(*edited.molecule, "[OX2H]")), (QList<int>{0, 4}));
  QCOMPARE(numbers(*atomsMatching(*edited.molecule, "[N]")), QList<int>{});
  QVERIFY(!atomsMatching(*edited.molecule, ""));
}

QTEST_APPLESS_MAIN(SelectionTest)
#include "selection_test.moc"
