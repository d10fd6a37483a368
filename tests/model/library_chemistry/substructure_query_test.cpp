#include "chemistry_fixture.h"

using namespace molloquy;
using library::SubstructureQuery;

namespace {

bool screened(const library::MoleculeKeys& keys, const SubstructureQuery& query) {
  for (std::size_t i = 0; i < query.screen().size(); ++i) {
    if ((query.screen()[i] & ~keys.screen[i]) != 0) return false;
  }
  return true;
}

}  // namespace

/// Substructures in kept structures.
class SubstructureQueryTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void patternsAreFoundWhereTheyAre_data();
  void patternsAreFoundWhereTheyAre();
  void theScreenLosesNothing_data();
  void theScreenLosesNothing();
  void wrongPatternsAreToldWithTheirColumn_data();
  void wrongPatternsAreToldWithTheirColumn();
};

void SubstructureQueryTest::patternsAreFoundWhereTheyAre_data() {
  QTest::addColumn<QByteArray>("pattern");
  QTest::addColumn<QByteArray>("smiles");
  QTest::addColumn<int>("atoms");  // 0 = not found
  const auto row = [](const char* name, const char* pattern, const char* smiles, int atoms) {
    QTest::newRow(name) << QByteArray(pattern) << QByteArray(smiles) << atoms;
  };
  row("a benzene ring in aspirin", "c1ccccc1", "CC(=O)Oc1ccccc1C(=O)O", 6);
  row("no benzene ring in cyclohexane", "c1ccccc1", "C1CCCCC1", 0);
  row("a benzene ring that is written with double bonds", "C1=CC=CC=C1", "Oc1ccccc1", 6);
  row("a hydroxyl group", "[OX2H]", "CCO", 1);
  row("no hydroxyl group in an ether", "[OX2H]", "COC", 0);
  row("degrees count heavy neighbours", "[CD2]", "CCC", 1);
  row("no carbon of three neighbours in a chain", "[CD3]", "CCC", 0);
  row("written hydrogens are counted", "[H]O[H]", "O", 1);
  row("written hydrogens are not there", "[H]O[H]", "CO", 0);
  row("hydrogen itself", "[H][H]", "[H][H]", 2);
  row("hydrogen or fluorine on a carbon", "C[#1,#9]", "CF", 2);
  row("anything but hydrogen", "[!#1]O", "CO", 2);
  row("a hydrogen inside a condition", "[$([OX2][#1])]", "CO", 1);
  row("the right hand of alanine", "C[C@H](N)C(=O)O", "C[C@H](N)C(=O)O", 6);
  row("not the left hand of alanine", "C[C@H](N)C(=O)O", "C[C@@H](N)C(=O)O", 0);
  row("either hand when none is asked for", "CC(N)C(=O)O", "C[C@@H](N)C(=O)O", 6);
  row("the same side of a double bond", "F/C=C\\F", "F/C=C\\F", 4);
  row("not the other side of a double bond", "F/C=C\\F", "F/C=C/F", 0);
  row("deuterium", "[2H]O", "[2H]O[2H]", 2);
  row("two parts", "[Na+].[Cl-]", "[Na+].[Cl-]", 2);
  row("a ring of five", "[r5]", "C1CCCC1", 1);
  row("a condition in a condition", "[$([CX3](=O)[$([OX2H])])]", "CC(=O)O", 1);
  row("a charged nitrogen", "[N+](=O)[O-]", "O=[N+]([O-])c1ccccc1", 3);
}

void SubstructureQueryTest::patternsAreFoundWhereTheyAre() {
  QFETCH(QByteArray, pattern);
  QFETCH(QByteArray, smiles);
  QFETCH(int, atoms);
  const auto query = SubstructureQuery::parse(pattern.toStdString());
  QVERIFY2(query.has_value(), query ? "" : query.error().message.c_str());
  const library::MoleculeKeys keys = test::keysOf(*test::moleculeOf(smiles));
  QCOMPARE(static_cast<int>(query->match(keys.graph).size()), atoms);
  if (atoms > 0) QVERIFY(screened(keys, *query));
}

void SubstructureQueryTest::theScreenLosesNothing_data() {
  QTest::addColumn<QByteArray>("pattern");
  for (const char* pattern : {"c1ccccc1",   "C=O",
                              "[NX3]",      "CCO",
                              "[#6]~[#7]",  "C1CC1",
                              "[H]O",       "[OX2H]",
                              "c[nH]c",     "N[C@@H](C)C(=O)O",
                              "[C,N]=O",    "[R]1[R][R][R][R]1",
                              "C1=CC=CN1",  "[!#1]",
                              "[D3]",       "C(=O)[O;H1,-]",
                              "*~*~*",      "c1ccc2ccccc2c1",
                              "S(=O)(=O)N", "[$(c1ccccc1)]-O"}) {
    QTest::newRow(pattern) << QByteArray(pattern);
  }
}

void SubstructureQueryTest::theScreenLosesNothing() {
  QFETCH(QByteArray, pattern);
  const auto query = SubstructureQuery::parse(pattern.toStdString());
  QVERIFY(query.has_value());
  int found = 0;
  for (const char* smiles :
       {"CC(=O)Oc1ccccc1C(=O)O", "C[C@H](N)C(=O)O", "N[C@@H](C)C(=O)O", "c1ccncc1", "C1CC1N",
        "c1cc[nH]c1", "CS(=O)(=O)N", "OCC(O)CO", "c1ccc2ccccc2c1", "CN1C=NC2=C1C(=O)N(C)C(=O)N2C",
        "[2H]O[2H]", "CC(C)Cc1ccc(cc1)C(C)C(=O)O", "C1CCCC1", "[NH4+]"}) {
    const library::MoleculeKeys keys = test::keysOf(*test::moleculeOf(smiles));
    if (query->match(keys.graph).empty()) continue;
    ++found;
    QVERIFY2(screened(keys, *query), smiles);
  }
  QVERIFY(found > 0);
}

void SubstructureQueryTest::wrongPatternsAreToldWithTheirColumn_data() {
  QTest::addColumn<QByteArray>("pattern");
  QTest::addColumn<QByteArray>("words");
  const auto row = [](const char* name, const QByteArray& pattern, const char* words) {
    QTest::newRow(name) << pattern << QByteArray(words);
  };
  row("nothing", "", "There is no substructure");
  row("an open bracket", "CC[OX2", "column 7");
  row("a letter that is no atom", "CCxC", "column 3");
  row("a ring that stays open", "C1CC", "no sense");
  row("a character from elsewhere", "CC\xC3\xA9", "column 3");
  row("a line end", "CC\nO", "column 3");
  row("too long", QByteArray(3'000, 'C'), "3000 characters");
  row("too many atoms", QByteArray(400, 'C'), "400 atoms");
  row("brackets in brackets without end", QByteArray(500, '(').prepend('C'), "nested");
  row("conditions in conditions without end", QByteArray("[$(C").repeated(100), "nested");
}

void SubstructureQueryTest::wrongPatternsAreToldWithTheirColumn() {
  QFETCH(QByteArray, pattern);
  QFETCH(QByteArray, words);
  const auto query = SubstructureQuery::parse(pattern.toStdString());
  QVERIFY(!query);
  QCOMPARE(query.error().code, ErrorCode::InvalidInput);
  QVERIFY2(QByteArray::fromStdString(query.error().message).contains(words),
           query.error().message.c_str());
}

QTEST_GUILESS_MAIN(SubstructureQueryTest)
#include "substructure_query_test.moc"
